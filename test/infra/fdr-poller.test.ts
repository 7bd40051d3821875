// The function of a feed of CrowdStrike, its role, schedule, queues and alarms as the template has them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFdrConfig } from '../../functions/fdr/config.ts';
import { METRIC_NAMES } from '../../src/model/index.ts';
import { alarmsOf, metricsOf } from './support/alarms.ts';
import { FEED, SECOND_FEED, WITH_FEED } from './support/feed.ts';
import { onlyOf, readable, roleStatements, templateFor } from './support/template.ts';

const TEMPLATE = templateFor(WITH_FEED);
const TWO_PARTS = [
  { ...FEED, prefixes: ['data/'], suffix: '.gz' },
  { ...FEED, prefixes: ['fdr/'], tenant: 'b', source: 'crowdstrike-fdr' },
];
const TWO_FEEDS = templateFor({ tenant: 'acme', buckets: [...TWO_PARTS, SECOND_FEED] });
const FIRST = 'Fdrcrowdstrikecannonexample';
const properties = onlyOf(TEMPLATE, 'AWS::Lambda::Function', FIRST);

/** Without the hash of a logical id, and the feed's name in it. */
const short = (text: string) =>
  text.replace(/^<(\w+?)[0-9A-F]{8}(?=[.>])/, '<$1').replace(FIRST, 'Fdr');

const variablesOf = (template: typeof TEMPLATE, id: string): Readonly<Record<string, string>> => {
  const { Environment } = onlyOf(template, 'AWS::Lambda::Function', id);
  const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };
  const told = Object.entries(Variables).map(([name, value]) => [name, short(readable(value))]);
  return Object.fromEntries(told);
};

/** What the function makes of it. */
const configOf = (template: typeof TEMPLATE, id: string) => {
  const { SIGMA_LAMBDA_FDR, SIGMA_LAMBDA_SOURCES } = variablesOf(template, id);
  const queue = 'https://sqs.eu-central-1.amazonaws.com/123456789012/q';
  return parseFdrConfig({
    SIGMA_LAMBDA_FDR,
    SIGMA_LAMBDA_SOURCES,
    SIGMA_LAMBDA_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:alerts',
    SIGMA_LAMBDA_STATE_TABLE: 'state',
    SIGMA_LAMBDA_ARCHIVE_BUCKET: 'archive',
    SIGMA_LAMBDA_EVIDENCE_BUCKET: 'evidence',
    SIGMA_LAMBDA_BUCKET_OWNER: '123456789012',
    SIGMA_LAMBDA_QUEUE_URL: queue,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: queue,
  });
};

describe('the function of a feed', () => {
  it('runs on Node 24 and arm64 with one vCPU, shorter than anything it has in hand is its own', () => {
    const { Runtime, Architectures, MemorySize, Timeout, Handler } = properties;
    assert.deepEqual(
      [Runtime, Architectures, MemorySize, Timeout, Handler],
      ['nodejs24.x', ['arm64'], 1769, 240, 'index.handler'],
    );
    assert.equal(properties['ReservedConcurrentExecutions'], undefined);
  });

  it('is told what every scan is told, and its queues', () => {
    const {
      SIGMA_LAMBDA_FDR: _fdr,
      SIGMA_LAMBDA_SOURCES: _sources,
      ...others
    } = variablesOf(TEMPLATE, FIRST);
    assert.deepEqual(others, {
      SIGMA_LAMBDA_QUEUE_URL: '<FdrQueuesOwn>',
      SIGMA_LAMBDA_FAILURE_QUEUE_URL: '<FdrQueuesFailuresQueue>',
      SIGMA_LAMBDA_TOPIC_ARN: '<AlertsTopic>',
      SIGMA_LAMBDA_STATE_TABLE: '<StateTable>',
      SIGMA_LAMBDA_ARCHIVE_BUCKET: '<ArchiveBucketName>',
      SIGMA_LAMBDA_EVIDENCE_BUCKET: '<EvidenceBucketName>',
      SIGMA_LAMBDA_SEGMENT_BUCKET: '<SegmentBucketName>',
      SIGMA_LAMBDA_BUCKET_OWNER: '<AWS::AccountId>',
      SIGMA_LAMBDA_TENANT: 'acme',
      SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '900',
      SIGMA_LAMBDA_HOURLY_BUDGET: '5',
      POWERTOOLS_SERVICE_NAME: 'fdr',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/sigma-lambda',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    });
  });

  it('is told its feed and which keys to scan, as its configuration reads it', () => {
    const { feed, bucket, sources } = configOf(TEMPLATE, FIRST);
    const { queueUrl, region, secretArn } = FEED;
    assert.deepEqual([feed, bucket], [{ queueUrl, region, secretArn }, FEED.name]);
    assert.deepEqual(sources[0]?.prefixes, ['data/']);
  });

  it('is allowed these actions on these resources, and nothing on CrowdStrike’s', () => {
    // What it may do with the key stands in data-key.test.ts.
    const statements = roleStatements(TEMPLATE, 'Fdr').filter(({ sid }) => !/^UseKey/.test(sid));
    const found = statements.map(({ sid, actions, resources }) => [
      sid,
      actions.map((action) => action.split(':').at(-1)).join(' '),
      resources.map(short),
    ]);
    assert.deepEqual(found, [
      ['ReadOwnSecret', 'GetSecretValue', [FEED.secretArn]],
      ['PublishAlerts', 'Publish', ['<AlertsTopic>']],
      [
        'KeepState',
        'BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query UpdateItem',
        ['<StateTable.Arn>'],
      ],
      [
        'WorkOwnQueue',
        'ChangeMessageVisibility DeleteMessage ReceiveMessage SendMessage',
        ['<FdrQueuesOwn.Arn>'],
      ],
      ['GiveUp', 'SendMessage', ['<FdrQueuesFailuresQueue.Arn>']],
      ['WriteOwnLogs', 'CreateLogStream PutLogEvents', ['<FdrLogs.Arn>']],
      [
        'KeepFindings',
        'PutObject',
        [
          'arn:<AWS::Partition>:s3:::<ArchiveBucketName>/findings/*',
          'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/evidence/*',
          'arn:<AWS::Partition>:s3:::<EvidenceBucketName>/quarantine/*',
        ],
      ],
      ['KeepStarts', 'PutObject', ['arn:<AWS::Partition>:s3:::<SegmentBucketName>/starts/0/*']],
    ]);
  });

  it('is invoked every minute by a rule that it lets; a start that had to wait is dropped', () => {
    const rule = onlyOf(TEMPLATE, 'AWS::Events::Rule', FIRST);
    const { ScheduleExpression, State, Targets } = rule;
    const [target, ...others] = Targets as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual([ScheduleExpression, State, others], ['rate(1 minute)', 'ENABLED', []]);
    assert.deepEqual(target?.['RetryPolicy'], { MaximumRetryAttempts: 0 });
    const { Principal, SourceArn } = onlyOf(TEMPLATE, 'AWS::Lambda::Permission', FIRST);
    assert.equal(Principal, 'events.amazonaws.com');
    assert.match(short(readable(SourceArn)), /^<FdrEveryMinute\w*\.Arn>$/);
    const config = onlyOf(TEMPLATE, 'AWS::Lambda::EventInvokeConfig', FIRST);
    assert.deepEqual([config['MaximumRetryAttempts'], config['MaximumEventAgeInSeconds']], [0, 60]);
  });

  it('keeps its logs for the days it is told', () => {
    assert.equal(onlyOf(TEMPLATE, 'AWS::Logs::LogGroup', FIRST)['RetentionInDays'], 90);
  });
});

describe('the queues of a feed', () => {
  it('are encrypted, keep messages for two weeks, and end in the failure queue', () => {
    const queue = (id: string) => onlyOf(TEMPLATE, 'AWS::SQS::Queue', `${FIRST}Queues${id}`);
    const [own, failures] = [queue('Own'), queue('Failures')];
    for (const one of [own, failures]) {
      assert.deepEqual(
        [one['SqsManagedSseEnabled'], one['MessageRetentionPeriod']],
        [true, 1_209_600],
      );
    }
    const { deadLetterTargetArn, maxReceiveCount } = own['RedrivePolicy'] as {
      readonly deadLetterTargetArn: unknown;
      readonly maxReceiveCount: number;
    };
    assert.equal(short(readable(deadLetterTargetArn)), '<FdrQueuesFailuresQueue.Arn>');
    assert.deepEqual([own['VisibilityTimeout'], maxReceiveCount], [300, 40]);
  });
});

describe('several entries of CrowdStrike', () => {
  it('of one bucket are one function: what one passed over no other would get', () => {
    const { sources } = configOf(TWO_FEEDS, FIRST);
    assert.deepEqual(
      sources.map(({ bucket, prefixes }) => [bucket, prefixes]),
      [
        [FEED.name, ['data/']],
        [FEED.name, ['fdr/']],
      ],
    );
    const { SIGMA_LAMBDA_SOURCES = '' } = variablesOf(TWO_FEEDS, FIRST);
    const [first, second] = JSON.parse(SIGMA_LAMBDA_SOURCES);
    assert.deepEqual([first.suffix, second.tenant, second.source], ['.gz', 'b', 'crowdstrike-fdr']);
  });

  it('of several buckets are a function, a role, a secret and queues each, and outputs that name them', () => {
    const outputs = Object.keys(TWO_FEEDS.findOutputs('*')).filter((name) => /^FdrSec/.test(name));
    assert.deepEqual(outputs, [
      'FdrSecondExampleFunctionName',
      'FdrSecondExampleQueueUrl',
      'FdrSecondExampleFailureQueueUrl',
    ]);
    const secrets = (id: 'Fdrcrowd' | 'Fdrsecond') =>
      roleStatements(TWO_FEEDS, id).flatMap(({ sid, resources }) =>
        sid === 'ReadOwnSecret' ? resources : [],
      );
    assert.deepEqual(secrets('Fdrcrowd'), [FEED.secretArn]);
    assert.deepEqual(secrets('Fdrsecond'), [SECOND_FEED.secretArn]);
  });
});

describe('the alarms of feeds', () => {
  const about = (template: typeof TEMPLATE) =>
    alarmsOf(template).filter(({ id }) => /^(fdr|manifests|files)-/.test(id));

  it('ask for what the function emits, and for its own queues', () => {
    const found = about(TEMPLATE).map(({ name, properties: alarm }) => {
      const [metric] = metricsOf(alarm);
      return [name.replace('sigma-lambda-', ''), metric?.name, alarm['Threshold']];
    });
    assert.deepEqual(found, [
      ['fdr-silent', 'ManifestsDone', 1],
      ['manifests-late', 'ManifestAge', 4_500],
      ['files-mismatched', 'FilesMismatched', 0],
      ['fdr-errors-crowdstrike-cannon-example', 'Errors', 0],
      ['fdr-throttles-crowdstrike-cannon-example', 'Throttles', 0],
      ['fdr-duration-crowdstrike-cannon-example', 'Duration', 235_000],
      ['fdr-queue-age-crowdstrike-cannon-example', 'ApproximateAgeOfOldestMessage', 4_500],
      ['fdr-dlq-crowdstrike-cannon-example', 'ApproximateNumberOfMessagesVisible', 0],
    ]);
    const own = about(TEMPLATE)
      .flatMap(({ properties: alarm }) => metricsOf(alarm))
      .filter(({ namespace }) => namespace === 'SigmaLambda/sigma-lambda');
    for (const { name, dimensions } of own) {
      assert.deepEqual(dimensions, { service: 'fdr' });
      assert.ok(METRIC_NAMES.fdr.some((known) => known === name));
    }
  });

  it('are there with feeds alone, and as the site wants them', () => {
    assert.equal(about(templateFor()).length, 0);
    assert.equal(about(TWO_FEEDS).length, 3 + 2 * 5);
    const forEver = templateFor({ ...WITH_FEED, silentAfterHours: 0 });
    assert.equal(about(forEver).length, 7);
  });
});
