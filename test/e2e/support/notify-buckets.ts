// The notification configurations of a template → the same on the local S3, if roles and policies let them be written and sent.

import type { AwsLocal, NotificationTarget } from '../../../src/local/index.ts';
import type { Access } from './access.ts';
import {
  type Fields,
  fieldsOf,
  listIn,
  objectIn,
  onlyKnown,
  TemplateError,
  textIn,
  textsIn,
} from './fields.ts';
import type { Deployable, ResolvedResource } from './physical.ts';

/** What notifying needs. */
export interface NotifyDeps {
  readonly aws: Pick<AwsLocal, 'notify'>;
  readonly access: Access;
  /** Invokes a function asynchronously, by its ARN. */
  readonly invoke: (functionArn: string, s3Event: unknown) => Promise<void>;
}

/** The two kinds: the member that names the target, the action S3 needs on it, and what says that S3 may. */
const KINDS = {
  QueueConfigurations: {
    member: 'QueueArn',
    action: 'sqs:SendMessage',
    permission: 'AWS::SQS::QueuePolicy',
  },
  LambdaFunctionConfigurations: {
    member: 'LambdaFunctionArn',
    action: 'lambda:InvokeFunction',
    permission: 'AWS::Lambda::Permission',
  },
} as const;

/** What CDK's function calls to add to what a bucket has. */
const HANDLER_ACTIONS = ['s3:GetBucketNotification', 's3:PutBucketNotification'];

/**
 * Does what CDK's function is asked to by each custom resource. Rejects with a TemplateError where AWS would refuse: the
 * function may not, S3 may not, or is not sure to may yet.
 */
export async function notifyBuckets(stack: Deployable, deps: NotifyDeps): Promise<void> {
  for (const resource of stack.ofType('Custom::S3BucketNotifications')) {
    const { properties } = resource;
    const bucket = textIn(properties, 'BucketName');
    checkHandler(stack, deps.access, resource, bucket);
    const configuration = objectIn(properties, 'NotificationConfiguration');
    onlyKnown(configuration, Object.keys(KINDS), 'NotificationConfiguration');
    for (const kind of ['QueueConfigurations', 'LambdaFunctionConfigurations'] as const) {
      const configured = listIn(configuration, kind);
      if (configured.length > 0) checkOrder(stack, resource, KINDS[kind].permission);
      for (const value of configured) await notify(bucket, kind, fieldsOf(value, kind), deps);
    }
  }
}

function checkHandler(
  stack: Deployable,
  access: Access,
  { logicalId, properties }: ResolvedResource,
  bucket: string,
): void {
  const { Managed, SkipDestinationValidation } = properties;
  if (Managed !== false || SkipDestinationValidation !== false) {
    throw new TemplateError(`${logicalId} takes away what others configured, or goes unchecked`);
  }
  const arn = textIn(properties, 'ServiceToken');
  const functions = stack.ofType('AWS::Lambda::Function');
  const handler = functions.find((one) => stack.arnOf(one.logicalId) === arn);
  if (handler === undefined) throw new TemplateError(`${logicalId} is served by no function`);
  const roleName = textIn(handler.properties, 'Role').split('/').at(-1) ?? '';
  if (!access.canAssume(roleName)) throw new TemplateError(`Lambda may not take ${roleName}`);
  const permissions = HANDLER_ACTIONS.map((action) => ({
    action,
    resource: `arn:aws:s3:::${bucket}`,
  }));
  const refused = access.refused(roleName, [{ id: logicalId, permissions, accessKeyId: roleName }]);
  if (refused.length > 0) throw new TemplateError(`CDK's function may not ${refused.join(', ')}`);
}

/** S3 tries a destination when it is configured: what lets it must be there by then. */
function checkOrder(stack: Deployable, { logicalId, dependsOn }: ResolvedResource, type: string) {
  if (stack.ofType(type).some((one) => dependsOn.includes(one.logicalId))) return;
  throw new TemplateError(`${logicalId} waits for no ${type}`);
}

async function notify(
  bucket: string,
  kind: keyof typeof KINDS,
  configured: Fields,
  { aws, access, invoke }: NotifyDeps,
): Promise<void> {
  const { member, action } = KINDS[kind];
  onlyKnown(configured, ['Events', 'Filter', member], kind);
  const arn = textIn(configured, member);
  if (!access.canNotify(bucket, action, arn)) {
    throw new TemplateError(`no policy lets S3 ${action} on ${arn} for ${bucket}`);
  }
  const target: NotificationTarget =
    kind === 'QueueConfigurations'
      ? { kind: 'queue', queueArn: arn }
      : { kind: 'lambda', invoke: (s3Event) => invoke(arn, s3Event) };
  const events = textsIn(configured, 'Events');
  await aws.notify(bucket, { target, events, ...filterOf(configured) });
}

function filterOf(configured: Fields): { readonly prefix?: string; readonly suffix?: string } {
  const rules = listIn(objectIn(objectIn(configured, 'Filter'), 'Key'), 'FilterRules');
  const pairs = rules.map((value) => {
    const rule = fieldsOf(value, 'FilterRules');
    const name = textIn(rule, 'Name');
    if (name !== 'prefix' && name !== 'suffix') throw new TemplateError(`filter rule ${name}`);
    return [name, keyText(textIn(rule, 'Value'))];
  });
  return Object.fromEntries(pairs);
}

/**
 * What a filter rule's value says of keys. S3 asks for percent-encoding of all but its safe characters; a bare one
 * would be deployed, and might match nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function keyText(value: string): string {
  if (/^(?:[\w!.'()/+-]|%[\dA-F]{2})*$/.test(value)) {
    return decodeURIComponent(value.replaceAll('+', ' '));
  }
  throw new TemplateError(`filter value ${JSON.stringify(value)} is not encoded`);
}
