// Buckets of each mode → what brings the source queue their news, and what the scan function may read of them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readable, roleStatements, type Settings, templateFor } from './support/template.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:new-logs';
const PLACE = { account: '123456789012', region: 'eu-west-1' };

/** One deployment has them all. */
const SETTINGS: Settings = {
  ...PLACE,
  tenant: 'acme',
  buckets: [
    { mode: 'notification', name: 'b-logs', prefixes: ['edr/'], keyArn: KEY_ARN },
    { mode: 'eventbridge', name: 'c-logs', prefixes: ['date=1/'], suffix: '.gz', enable: 'yes' },
    { mode: 'eventbridge', name: 'c-logs', prefixes: ['sysmon/'], tenant: 'blue', enable: 'yes' },
    { mode: 'sns-topic', name: 'd-logs', topicArn: TOPIC_ARN, prefixes: ['a=1/'] },
    { mode: 'sns-topic', name: 'd2-logs', topicArn: TOPIC_ARN, prefixes: ['b/'], suffix: '.gz' },
    {
      mode: 'other-account',
      name: 'e-logs',
      account: '444455556666',
      source: 'sentinelone',
      keyArn: KEY_ARN,
    },
  ],
};

type Raw = Readonly<Record<string, unknown>>;
const template = templateFor(SETTINGS);
const of = (type: string): readonly Raw[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);
const idOf = (type: string, begin: string): string =>
  Object.keys(template.findResources(type)).find((id) => id.startsWith(begin)) ?? '';
const SOURCE = idOf('AWS::SQS::Queue', 'QueueTriggerQueue');
const FAILURES = idOf('AWS::SQS::Queue', 'QueueTriggerFailures');

/** Who may send to a queue: service, sources, account. */
function sendersOf(queueId: string) {
  return of('AWS::SQS::QueuePolicy')
    .filter(({ Queues }) => [Queues].flat().some((one) => Object(one).Ref === queueId))
    .flatMap(({ PolicyDocument }): readonly Raw[] => Object(PolicyDocument).Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Principal, Action, Condition }) => {
      const { ArnEquals, StringEquals, ...others } = Object(Condition);
      assert.deepEqual([Action, others], ['sqs:SendMessage', {}]);
      return [
        Object(Principal).Service,
        [ArnEquals['aws:SourceArn']].flat().map(readable),
        readable(StringEquals?.['aws:SourceAccount'] ?? ''),
      ];
    });
}

const RULES = of('AWS::Events::Rule').filter(({ EventPattern }) => EventPattern !== undefined);

describe('the source queue', () => {
  it('lets in each bucket by its ARN and account, each rule and topic by its ARN, which has the account, and nobody else', () => {
    const own = '<AWS::AccountId>';
    const rule = `arn:aws:events:eu-west-1:123456789012:rule/${RULES[0]?.['Name']}`;
    assert.deepEqual(sendersOf(SOURCE), [
      ['s3.amazonaws.com', ['arn:aws:s3:::b-logs'], own],
      ['s3.amazonaws.com', ['arn:aws:s3:::e-logs'], '444455556666'],
      ['events.amazonaws.com', [rule], ''],
      ['sns.amazonaws.com', [TOPIC_ARN], ''],
    ]);
    assert.deepEqual(sendersOf(FAILURES), [
      ['events.amazonaws.com', [rule], ''],
      ['sns.amazonaws.com', [TOPIC_ARN], ''],
    ]);
  });

  it('has a name that owners of other buckets can be given beforehand', () => {
    assert.equal(
      template.findResources('AWS::SQS::Queue')[SOURCE]?.['Properties'].QueueName,
      'sigma-lambda-source',
    );
  });
});

describe('a bucket that is there', () => {
  it('has its notification added, and tells EventBridge if asked', () => {
    const found = of('Custom::S3BucketNotifications').map((one) => [
      one['BucketName'],
      one['Managed'],
      Object.keys(Object(one['NotificationConfiguration'])),
    ]);
    assert.deepEqual(found, [
      ['b-logs', false, ['QueueConfigurations']],
      ['c-logs', false, ['EventBridgeConfiguration']],
    ]);
  });

  it('is not touched where it tells EventBridge, a topic or another account’s queue by itself', () => {
    const untouched = templateFor({
      ...PLACE,
      buckets: [
        { mode: 'eventbridge', name: 'c-logs' },
        { mode: 'sns-topic', name: 'd-logs', topicArn: TOPIC_ARN },
        { mode: 'other-account', name: 'e-logs', account: '444455556666' },
      ],
    });
    untouched.resourceCountIs('Custom::S3BucketNotifications', 0);
    untouched.resourceCountIs('AWS::Lambda::Function', 2);
  });
});

describe('a rule of EventBridge', () => {
  it('takes new objects of the bucket by prefix and suffix, and puts what cannot be delivered where failures end', () => {
    const [rule, ...others] = RULES;
    assert.deepEqual(others, []);
    assert.deepEqual(rule?.['EventPattern'], {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: ['c-logs'] },
        object: { key: [{ wildcard: 'date=1/*.gz' }, { prefix: 'sysmon/' }] },
      },
    });
    assert.deepEqual(
      [rule?.['State'], rule?.['Targets']],
      [
        'ENABLED',
        [
          {
            Id: 'Source',
            Arn: { 'Fn::GetAtt': [SOURCE, 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': [FAILURES, 'Arn'] } },
          },
        ],
      ],
    );
  });

  it('asks for no key where the whole bucket is watched', () => {
    const whole = templateFor({ buckets: [{ mode: 'eventbridge', name: 'c-logs' }] });
    whole.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { bucket: { name: ['c-logs'] } } },
    });
  });

  it('is there after the policies that let it send', () => {
    const [id = '', rule] =
      Object.entries(template.findResources('AWS::Events::Rule')).find(([name]) =>
        name.startsWith('Feeds'),
      ) ?? [];
    assert.notEqual(id, '');
    const policies = Object.keys(template.findResources('AWS::SQS::QueuePolicy'));
    assert.deepEqual(
      policies.filter((one) => !rule?.['DependsOn'].includes(one)),
      [],
    );
  });
});

describe('a subscription to a topic', () => {
  const subscriptionsOf = (settings: Settings): readonly Raw[] =>
    Object.values(templateFor(settings).findResources('AWS::SNS::Subscription')).map(
      ({ Properties }) => Properties,
    );

  it('is one for all buckets that send there, by names and keys as S3 spells them', () => {
    assert.deepEqual(subscriptionsOf(SETTINGS), [
      {
        Endpoint: { 'Fn::GetAtt': [SOURCE, 'Arn'] },
        FilterPolicy: {
          Records: {
            s3: {
              bucket: { name: ['d-logs', 'd2-logs'] },
              object: { key: [{ prefix: 'a%3D1/' }, { prefix: 'b/' }] },
            },
          },
        },
        FilterPolicyScope: 'MessageBody',
        Protocol: 'sqs',
        RawMessageDelivery: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [FAILURES, 'Arn'] } },
        TopicArn: TOPIC_ARN,
      },
    ]);
  });

  const D = { mode: 'sns-topic', name: 'd-logs', topicArn: TOPIC_ARN };
  const unsure: readonly (readonly [string, Settings])[] = [
    ['the whole bucket is watched', D],
    ['S3 may spell the prefix in more than one way', { ...D, prefixes: ["it's/"] }],
    [
      'there are more than SNS takes',
      { ...D, prefixes: Array.from({ length: 10 }, (_, index) => `p${index}/`) },
    ],
  ];
  for (const [what, entry] of unsure) {
    it(`leaves keys to the function where ${what}`, () => {
      const [subscription] = subscriptionsOf({ buckets: [entry] });
      assert.deepEqual(subscription?.['FilterPolicy'], {
        Records: { s3: { bucket: { name: ['d-logs'] } } },
      });
    });
  }
});

describe('the scan function', () => {
  const statements = roleStatements(template);
  const of = (begin: string) => statements.filter(({ sid }) => sid.startsWith(begin));
  const s3 = (path: string) => `arn:aws:s3:::${path}`;

  it('may read what is watched of each bucket, by prefix and suffix', () => {
    assert.deepEqual(of('ReadLogObjects')[0]?.resources, [
      s3('b-logs/edr/*'),
      s3('c-logs/date=1/*.gz'),
      s3('c-logs/sysmon/*'),
      s3('d-logs/a=1/*'),
      s3('d2-logs/b/*.gz'),
      s3('e-logs/*'),
    ]);
  });

  it('may list what is watched of each, for a 404', () => {
    const found = of('TellMissing').map(({ resources, condition }) => [
      ...resources,
      [Object(condition).StringLike?.['s3:prefix'] ?? []].flat(),
    ]);
    assert.deepEqual(found, [
      [s3('b-logs'), ['edr/*']],
      [s3('c-logs'), ['date=1/*', 'sysmon/*']],
      [s3('d-logs'), ['a=1/*']],
      [s3('d2-logs'), ['b/*']],
      [s3('e-logs'), []],
    ]);
  });

  it('may decrypt with a key through S3 alone, for these buckets alone', () => {
    const [one, ...others] = of('Decrypt');
    assert.deepEqual(others, []);
    assert.deepEqual([one?.actions, one?.resources], [['kms:Decrypt'], [KEY_ARN]]);
    const { StringEquals, StringLike } = Object(one?.condition);
    assert.deepEqual(
      [readable(StringEquals['kms:CallerAccount']), readable(StringEquals['kms:ViaService'])],
      ['<AWS::AccountId>', 's3.<AWS::Region>.<AWS::URLSuffix>'],
    );
    assert.deepEqual(StringLike['kms:EncryptionContext:aws:s3:arn'].map(readable), [
      s3('b-logs'),
      s3('b-logs/edr/*'),
      s3('e-logs'),
      s3('e-logs/*'),
    ]);
  });

  it('has a role of a known name only where somebody else’s policy must name it', () => {
    const named = (one: typeof template) =>
      Object.values(one.findResources('AWS::IAM::Role')).flatMap(
        ({ Properties }) => Properties.RoleName ?? [],
      );
    assert.deepEqual(named(template), ['sigma-lambda-scan-eu-west-1']);
    assert.deepEqual(named(templateFor()), []);
  });

  it('is told of each bucket its owner, and what its entry says', () => {
    const [scan] = Object.entries(template.findResources('AWS::Lambda::Function')).flatMap(
      ([id, { Properties }]) => (id.startsWith('Scan') ? [Properties] : []),
    );
    const sources = JSON.parse(readable(scan?.['Environment'].Variables.SIGMA_LAMBDA_SOURCES));
    assert.deepEqual(sources.slice(1, 3), [
      { bucket: 'c-logs', prefixes: ['date=1/'], owner: '<AWS::AccountId>', suffix: '.gz' },
      { bucket: 'c-logs', prefixes: ['sysmon/'], owner: '<AWS::AccountId>', tenant: 'blue' },
    ]);
    assert.deepEqual(sources.at(-1), {
      bucket: 'e-logs',
      prefixes: [],
      owner: '444455556666',
      source: 'sentinelone',
    });
  });
});
