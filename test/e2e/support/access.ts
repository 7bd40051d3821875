// The policies of a stack × the operations in the log → those that IAM would have refused.

import { ACCOUNT_ID, type Operation, s3Arn } from '../../../src/local/index.ts';
import { textIn, textsIn } from './fields.ts';
import type { Deployable } from './physical.ts';
import { isAllowed, parsePolicy, type Statement } from './policy.ts';

const RESOURCE_POLICIES = [
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
];

/** An operation of any service, as its log has it. */
export type Called = Pick<Operation, 'id' | 'permissions' | 'accessKeyId'> & {
  readonly s3?: Operation['s3'];
};

/** Who may do what. */
export interface Access {
  /** Permissions a role's operations needed and do not have, as `action on resource`. */
  refused(roleName: string, operations: readonly Called[]): readonly string[];
  /** Whether S3 may send a bucket's notifications: `sqs:SendMessage` or `lambda:InvokeFunction` on an ARN. */
  canNotify(bucket: string, action: string, resource: string): boolean;
  /** Whether a topic may send to a queue, by their ARNs. */
  canDeliver(topicArn: string, queueArn: string): boolean;
  /** Whether a rule of EventBridge may invoke a function, by their ARNs. */
  canSchedule(ruleArn: string, functionArn: string): boolean;
  /** Whether Lambda may take the role. */
  canAssume(roleName: string): boolean;
}

/** Reads every policy of the stack. */
export function accessOf(stack: Deployable): Access {
  const shared = [
    ...RESOURCE_POLICIES.flatMap((type) => stack.ofType(type)).flatMap(({ properties }) =>
      parsePolicy(properties['PolicyDocument']),
    ),
    ...functionPermissions(stack),
  ];
  const denials = shared
    .filter(({ effect, principals }) => effect === 'Deny' && principals?.includes('*'))
    .map((statement) => ({ ...statement, principals: undefined }));
  return {
    refused: (roleName, operations) => {
      const statements = [...roleStatements(stack, roleName), ...denials];
      const needed = operations.flatMap(({ permissions, s3 }) => {
        const prefix = s3?.query.get('prefix');
        const context = prefix === null || prefix === undefined ? {} : { 's3:prefix': prefix };
        return permissions.map((permission) => ({
          ...permission,
          context: { ...context, ...permission.context },
        }));
      });
      return needed
        .filter((request) => !isAllowed(statements, request))
        .map(({ action, resource }) => `${action} on ${resource}`);
    },
    canNotify: (bucket, action, resource) => {
      const context = { 'aws:SourceArn': s3Arn(bucket), 'aws:SourceAccount': ACCOUNT_ID };
      return isAllowed(shared, { action, resource, principal: 's3.amazonaws.com', context });
    },
    canDeliver: (sourceArn, resource) => {
      const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': ACCOUNT_ID };
      const principal = 'sns.amazonaws.com';
      return isAllowed(shared, { action: 'sqs:SendMessage', resource, principal, context });
    },
    canSchedule: (ruleArn, resource) => {
      const context = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': ACCOUNT_ID };
      const principal = 'events.amazonaws.com';
      return isAllowed(shared, { action: 'lambda:InvokeFunction', resource, principal, context });
    },
    canAssume: (roleName) => {
      const role = stack.ofType('AWS::IAM::Role').find(({ name }) => name === roleName);
      const trust = parsePolicy(role?.properties['AssumeRolePolicyDocument'] ?? {});
      const principal = 'lambda.amazonaws.com';
      return isAllowed(trust, { action: 'sts:AssumeRole', resource: roleName, principal });
    },
  };
}

function roleStatements(stack: Deployable, roleName: string): readonly Statement[] {
  return stack
    .ofType('AWS::IAM::Policy')
    .filter(({ properties }) => textsIn(properties, 'Roles').includes(roleName))
    .flatMap(({ properties }) => parsePolicy(properties['PolicyDocument']));
}

/** An AWS::Lambda::Permission is a statement of the function's own policy. */
function functionPermissions(stack: Deployable): readonly Statement[] {
  return stack.ofType('AWS::Lambda::Permission').map(({ properties }) => ({
    effect: 'Allow',
    principals: [textIn(properties, 'Principal')],
    actions: [textIn(properties, 'Action')],
    resources: [textIn(properties, 'FunctionName')],
    conditions: [
      { operator: 'ArnLike', key: 'aws:SourceArn', values: textsIn(properties, 'SourceArn') },
      {
        operator: 'StringEquals',
        key: 'aws:SourceAccount',
        values: textsIn(properties, 'SourceAccount'),
      },
    ],
  }));
}
