// The settle function, its role and its schedule as the template has them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyOf, readable, ownStatements, templateFor } from './support/template.ts';

describe('the settle function', () => {
  const template = templateFor({ tenant: 'acme' });
  const properties = onlyOf(template, 'AWS::Lambda::Function', 'Settle');

  it('runs on Node 24 and arm64, for at most a minute', () => {
    const { Runtime, Architectures, MemorySize, Timeout, Handler } = properties;
    assert.deepEqual(
      [Runtime, Architectures, MemorySize, Timeout, Handler],
      ['nodejs24.x', ['arm64'], 512, 60, 'index.handler'],
    );
  });

  it('is told topic, table, buckets, tenant and the queue with what it takes at once, and makes no code from text', () => {
    const { Variables } = properties['Environment'] as {
      Variables: Readonly<Record<string, unknown>>;
    };
    const told = Object.entries(Variables).map(([name, value]) => {
      const text = readable(value).replace(/^<(\w+?)[0-9A-F]{8}>/, '<$1>');
      return [name, text];
    });
    assert.deepEqual(Object.fromEntries(told), {
      SIGMA_LAMBDA_QUEUE_ROUND: '250',
      SIGMA_LAMBDA_QUEUE_URL: '<QueueTriggerQueue>',
      SIGMA_LAMBDA_TOPIC_ARN: '<AlertsTopic>',
      SIGMA_LAMBDA_STATE_TABLE: '<StateTable>',
      SIGMA_LAMBDA_ARCHIVE_BUCKET: '<ArchiveBucketName>',
      SIGMA_LAMBDA_EVIDENCE_BUCKET: '<EvidenceBucketName>',
      SIGMA_LAMBDA_SEGMENT_BUCKET: '<SegmentBucketName>',
      SIGMA_LAMBDA_BUCKET_OWNER: '<AWS::AccountId>',
      SIGMA_LAMBDA_TENANT: 'acme',
      SIGMA_LAMBDA_TENANTS: '["acme"]',
      SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '900',
      SIGMA_LAMBDA_HOURLY_BUDGET: '5',
      POWERTOOLS_SERVICE_NAME: 'settle',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/sigma-lambda',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    });
  });

  it('is told where scans keep starts in the table, whose files it then only empties', () => {
    const { Variables } = onlyOf(
      templateFor({ starts: 'table' }),
      'AWS::Lambda::Function',
      'Settle',
    )['Environment'] as { Variables: Readonly<Record<string, unknown>> };
    assert.equal(Variables['SIGMA_LAMBDA_STARTS'], 'table');
    assert.ok('SIGMA_LAMBDA_SEGMENT_BUCKET' in Variables);
  });

  it('is allowed these actions on these resources, and no others', () => {
    const found = ownStatements(template, 'Settle').map(({ sid, actions, resources }) => [
      sid,
      actions,
      resources.map((resource) => resource.replace(/^<(\w+?)[0-9A-F]{8}/, '<$1')),
    ]);
    assert.deepEqual(found, [
      ['PublishAlerts', ['sns:Publish'], ['<AlertsTopic>']],
      [
        'KeepState',
        [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        ['<StateTable.Arn>'],
      ],
      ['ReadWhatIsDue', ['dynamodb:Query'], ['<StateTable.Arn>/index/due']],
      ['WriteOwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['<SettleLogs.Arn>']],
      [
        'KeepFindings',
        ['s3:PutObject'],
        [
          'arn:<AWS::Partition>:s3:::<ArchiveBucketName>/findings/*',
          'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/evidence/*',
        ],
      ],
      [
        'MergeStarts',
        ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        ['arn:<AWS::Partition>:s3:::<SegmentBucketName>/starts/*'],
      ],
      ['ListStarts', ['s3:ListBucket'], ['arn:<AWS::Partition>:s3:::<SegmentBucketName>']],
      ['SeeBacklog', ['sqs:GetQueueAttributes'], ['<QueueTriggerQueue.Arn>']],
    ]);
  });

  it('is told of no queue, and may ask none, where none feeds the scans', () => {
    const direct = templateFor({ trigger: 'direct' });
    const { Environment } = onlyOf(direct, 'AWS::Lambda::Function', 'Settle');
    const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };
    assert.deepEqual(
      Object.keys(Variables).filter((name) => name.includes('QUEUE')),
      [],
    );
    const sids = ownStatements(direct, 'Settle').map(({ sid }) => sid);
    assert.ok(!sids.includes('SeeBacklog'));
  });

  it('is invoked every minute by a rule that it lets, and not tried again in between', () => {
    const { ScheduleExpression, State, Targets } = onlyOf(template, 'AWS::Events::Rule', 'Settle');
    const [target, ...others] = Targets as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual([ScheduleExpression, State, others], ['rate(1 minute)', 'ENABLED', []]);
    assert.deepEqual(target?.['RetryPolicy'], { MaximumRetryAttempts: 0 });
    const permission = onlyOf(template, 'AWS::Lambda::Permission', 'Settle');
    assert.equal(permission['Principal'], 'events.amazonaws.com');
    assert.match(readable(permission['SourceArn']), /^<SettleEveryMinute\w*\.Arn>$/);
    const config = onlyOf(template, 'AWS::Lambda::EventInvokeConfig', 'Settle');
    assert.equal(config['MaximumRetryAttempts'], 0);
  });
});
