// The provisioner's custom resource: it does what CDK's function would, or says why AWS would refuse.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACCOUNT_ID } from '../../src/local/index.ts';
import { accessOf } from './support/access.ts';
import { TemplateError } from './support/fields.ts';
import { notifyBuckets } from './support/notify-buckets.ts';
import { deployable } from './support/physical.ts';
import { parseTemplate } from './support/template.ts';

const QUEUE_ARN = { 'Fn::GetAtt': ['Queue', 'Arn'] };

interface Parts {
  readonly actions?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly isManaged?: boolean;
  readonly source?: string;
}

/** A stack with one notified bucket that is there before it. */
function templateWith({ actions, dependsOn, isManaged = false, source = 'logs' }: Parts) {
  const policy = (Statement: object) => ({ PolicyDocument: { Statement } });
  const Assume = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  return {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: policy({
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QUEUE_ARN,
          Condition: { ArnEquals: { 'aws:SourceArn': [`arn:aws:s3:::${source}`] } },
        }),
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: Assume } },
      },
      RolePolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          ...policy({
            Effect: 'Allow',
            Action: actions ?? ['s3:GetBucketNotification', 's3:PutBucketNotification'],
            Resource: 'arn:aws:s3:::logs',
          }),
          Roles: [{ Ref: 'Role' }],
        },
      },
      Handler: {
        Type: 'AWS::Lambda::Function',
        Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
      Notifications: {
        Type: 'Custom::S3BucketNotifications',
        Properties: {
          ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] },
          BucketName: 'logs',
          Managed: isManaged,
          SkipDestinationValidation: false,
          NotificationConfiguration: {
            QueueConfigurations: [{ Events: ['s3:ObjectCreated:*'], QueueArn: QUEUE_ARN }],
          },
        },
        DependsOn: dependsOn ?? ['QueuePolicy'],
      },
    },
  };
}

async function configured(parts: Parts): Promise<readonly unknown[]> {
  const templates = [parseTemplate(templateWith(parts), 'Stack')];
  const stack = deployable({ templates }, (name) => name);
  const asked: unknown[] = [];
  await notifyBuckets(stack, {
    aws: { notify: async (bucket, { target }) => void asked.push([bucket, target]) },
    access: accessOf(stack),
    invoke: async () => undefined,
  });
  return asked;
}

describe('the custom resource of notifications', () => {
  it('configures the bucket', async () => {
    const queueArn = `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:Stack-Queue`;
    assert.deepEqual(await configured({}), [['logs', { kind: 'queue', queueArn }]]);
  });

  const refused: readonly (readonly [string, Parts, RegExp])[] = [
    [
      'whose function may not write',
      { actions: ['s3:GetBucketNotification'] },
      /may not s3:PutBucketNotification on arn:aws:s3:::logs/,
    ],
    ['that S3 may not send for', { source: 'other' }, /no policy lets S3 sqs:SendMessage/],
    [
      'that is set before S3 may send',
      { dependsOn: ['Queue'] },
      /waits for no AWS::SQS::QueuePolicy/,
    ],
    ['that would take away what others set', { isManaged: true }, /takes away what others/],
  ];
  for (const [what, parts, message] of refused) {
    it(`is refused for a bucket ${what}`, async () => {
      await assert.rejects(configured(parts), (error) => {
        assert.ok(error instanceof TemplateError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
