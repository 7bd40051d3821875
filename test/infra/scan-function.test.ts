// The scan function and its role as the template has them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { created, onlyOf, readable, ownStatements, templateFor } from './support/template.ts';

const BUCKET = 'arn:<AWS::Partition>:s3:::sigma-lambda-logs-<AWS::AccountId>-<AWS::Region>';

describe('the scan function', () => {
  const template = templateFor({
    ...created('edr/', 'fdr/data/'),
    tenant: 'acme',
    logLevel: 'WARN',
  });
  const { Environment, ...properties } = onlyOf(template, 'AWS::Lambda::Function', 'Scan');

  it('runs on Node 24, arm64, one vCPU, for at most 150 s', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 150,
      Handler: 'index.handler',
    });
  });

  it('is told what functions/scan/config.ts reads, and nothing else', () => {
    const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };
    const told = Object.fromEntries(
      Object.entries(Variables).map(([name, value]) => [name, readable(value)]),
    );
    const {
      SIGMA_LAMBDA_QUEUE_URL: queue,
      SIGMA_LAMBDA_ARCHIVE_BUCKET: archive,
      SIGMA_LAMBDA_EVIDENCE_BUCKET: evidence,
      SIGMA_LAMBDA_SEGMENT_BUCKET: segments,
      SIGMA_LAMBDA_SOURCES: sources,
      SIGMA_LAMBDA_STATE_TABLE: table,
      SIGMA_LAMBDA_TOPIC_ARN: topic,
      ...others
    } = told;
    assert.deepEqual(JSON.parse(sources ?? ''), [
      {
        bucket: 'sigma-lambda-logs-<AWS::AccountId>-<AWS::Region>',
        prefixes: ['edr/', 'fdr/data/'],
        owner: '<AWS::AccountId>',
      },
    ]);
    assert.match(queue ?? '', /^<QueueTrigger\w+>$/);
    assert.match(topic ?? '', /^<AlertsTopic\w+>$/);
    assert.match(archive ?? '', /^<ArchiveBucketName>$/);
    assert.match(evidence ?? '', /^<EvidenceBucketName>$/);
    assert.match(segments ?? '', /^<SegmentBucketName>$/);
    assert.match(table ?? '', /^<StateTable\w+>$/);
    assert.deepEqual(others, {
      SIGMA_LAMBDA_BUCKET_OWNER: '<AWS::AccountId>',
      SIGMA_LAMBDA_TENANT: 'acme',
      SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '900',
      SIGMA_LAMBDA_HOURLY_BUDGET: '5',
      POWERTOOLS_SERVICE_NAME: 'scan',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/sigma-lambda',
      POWERTOOLS_LOG_LEVEL: 'WARN',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    });
  });

  it('logs to its own group, which keeps them for a stated time', () => {
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    assert.deepEqual(properties['LoggingConfig'], { LogGroup: { Ref: group } });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('waits for its permissions, so that the first event is not refused', () => {
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });
});

describe('the scan function’s role', () => {
  const common = (statements: ReturnType<typeof ownStatements>) =>
    statements.filter(({ actions }) => !actions.some((action) => action.startsWith('sqs:')));

  it('allows these actions on these resources, and no others', () => {
    const statements = common(ownStatements(templateFor(created('edr/', 'fdr/data/'))));
    const found = statements.map(({ resources, ...rest }) => ({
      ...rest,
      resources: resources.map((resource) => resource.replace(/^<(\w+?)[0-9A-F]{8}/, '<$1')),
    }));
    assert.deepEqual(found, [
      {
        sid: 'ReadLogObjects',
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [`${BUCKET}/edr/*`, `${BUCKET}/fdr/data/*`],
      },
      {
        sid: 'TellMissingFromForbidden',
        actions: ['s3:ListBucket'],
        resources: [BUCKET],
        condition: { StringLike: { 's3:prefix': ['edr/*', 'fdr/data/*'] } },
      },
      { sid: 'PublishAlerts', actions: ['sns:Publish'], resources: ['<AlertsTopic>'] },
      {
        sid: 'KeepState',
        actions: [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        resources: ['<StateTable.Arn>'],
      },
      {
        sid: 'WriteOwnLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: ['<ScanLogs.Arn>'],
      },
      {
        sid: 'KeepFindings',
        actions: ['s3:PutObject'],
        resources: [
          'arn:<AWS::Partition>:s3:::<ArchiveBucketName>/findings/*',
          'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/evidence/*',
          'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/quarantine/*',
        ],
      },
      {
        sid: 'KeepStarts',
        actions: ['s3:PutObject'],
        resources: ['arn:<AWS::Partition>:s3:::<SegmentBucketName>/starts/0/*'],
      },
    ]);
  });

  it('reads behind a prefix with an equals sign by the key’s own spelling', () => {
    const template = templateFor(created('edr/date=2026/'));
    const read = ownStatements(template).find(({ sid }) => sid === 'ReadLogObjects');
    assert.deepEqual(read?.resources, [`${BUCKET}/edr/date=2026/*`]);
    const { Variables } = onlyOf(template, 'AWS::Lambda::Function', 'Scan')['Environment'] as {
      Variables: Readonly<Record<string, unknown>>;
    };
    const [source] = JSON.parse(readable(Variables['SIGMA_LAMBDA_SOURCES']));
    assert.deepEqual(source.prefixes, ['edr/date=2026/']);
  });

  it('reads the whole bucket where no prefix is configured, and no other bucket', () => {
    const [read, list] = ownStatements(
      templateFor({ buckets: [{ mode: 'created', name: 'example-logs' }] }),
    );
    assert.deepEqual(read?.resources, ['arn:<AWS::Partition>:s3:::example-logs/*']);
    assert.deepEqual(list?.resources, ['arn:<AWS::Partition>:s3:::example-logs']);
    assert.equal(list?.condition, undefined);
  });

  for (const trigger of ['queue', 'direct']) {
    it(`has no managed policy, no wildcard but behind a prefix, no write to the log bucket (${trigger})`, () => {
      const template = templateFor({ trigger });
      assert.equal(onlyOf(template, 'AWS::IAM::Role', 'Scan')['ManagedPolicyArns'], undefined);
      const statements = ownStatements(template);
      const actions = statements.flatMap((one) => one.actions);
      assert.deepEqual(
        actions.filter((action) => action.includes('*')),
        [],
      );
      const writes = actions.filter((action) => /^s3:(?!Get|List)/.test(action));
      assert.deepEqual(writes, ['s3:PutObject', 's3:PutObject']);
      const wild = statements
        .flatMap(({ resources }) => resources)
        .filter((resource) => resource.includes('*'));
      assert.deepEqual(wild, [
        `${BUCKET}/*`,
        'arn:<AWS::Partition>:s3:::<ArchiveBucketName>/findings/*',
        'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/evidence/*',
        'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/quarantine/*',
        'arn:<AWS::Partition>:s3:::<SegmentBucketName>/starts/0/*',
      ]);
    });
  }

  it('may write no files of starts, and is told of none, where these are items of the table', () => {
    const template = templateFor({ starts: 'table' });
    assert.doesNotMatch(JSON.stringify(ownStatements(template)), /SegmentBucketName/);
    const { Environment } = Object(onlyOf(template, 'AWS::Lambda::Function', 'Scan'));
    assert.equal(Environment.Variables.SIGMA_LAMBDA_SEGMENT_BUCKET, undefined);
  });
});
