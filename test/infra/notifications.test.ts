// Buckets of this account → their notifications, as the template has them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { created, onlyOf, readable, type Settings, templateFor } from './support/template.ts';

const BUCKET = 'arn:<AWS::Partition>:s3:::sigma-lambda-logs-<AWS::AccountId>-<AWS::Region>';

/** Of the queue trigger, by the bucket's name. */
function notificationsOf(settings: Settings) {
  const found = templateFor(settings).findResources('Custom::S3BucketNotifications');
  return Object.entries(found).map(([id, { Properties, DependsOn }]) => ({
    id,
    bucket: readable(Properties.BucketName),
    isManaged: Properties.Managed,
    configurations: Properties.NotificationConfiguration,
    dependsOn: DependsOn as readonly string[],
  }));
}

/** Prefix and suffix of each, in the template's order. */
function filtersOf(settings: Settings): readonly (readonly string[])[] {
  return notificationsOf(settings).flatMap(({ configurations }) =>
    configurations.QueueConfigurations.map(
      ({ Filter }: { Filter?: { Key: { FilterRules: { Name: string; Value: string }[] } } }) =>
        (Filter?.Key.FilterRules ?? []).map(({ Name, Value }) => `${Name} ${Value}`).toSorted(),
    ),
  );
}

describe('the notifications of a bucket', () => {
  const template = templateFor(created('edr/', 'fdr/'));
  const [sourceId = ''] = Object.entries(template.findResources('AWS::SQS::Queue'))
    .filter(([, { Properties }]) => Properties.RedrivePolicy)
    .map(([id]) => id);

  it('tell the queue of new objects under each prefix', () => {
    const [found, ...others] = notificationsOf(created('edr/', 'fdr/'));
    assert.deepEqual(others, []);
    const configuration = (prefix: string) => ({
      Events: ['s3:ObjectCreated:*'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
      QueueArn: { 'Fn::GetAtt': [sourceId, 'Arn'] },
    });
    assert.deepEqual(found?.configurations, {
      QueueConfigurations: [configuration('edr/'), configuration('fdr/')],
    });
  });

  it('are added to what the bucket has, and taken away alone', () => {
    assert.equal(notificationsOf({})[0]?.isManaged, false);
  });

  it('tell of all new objects where no prefix is configured', () => {
    assert.deepEqual(filtersOf({}), [[]]);
  });

  it('spell the equals sign as S3 asks for, percent-encoded', () => {
    assert.deepEqual(filtersOf(created('edr/date=2026/')), [['prefix edr/date%3D2026/']]);
  });

  it('tell of keys with a suffix alone where there is one', () => {
    const buckets = [
      { mode: 'created', prefixes: ['edr/'], suffix: '.json.gz' },
      { mode: 'created', prefixes: ['edr/'], suffix: '.csv' },
    ];
    assert.deepEqual(filtersOf({ buckets }), [
      ['prefix edr/', 'suffix .json.gz'],
      ['prefix edr/', 'suffix .csv'],
    ]);
  });

  it('are set after the queue’s policy, for S3 tries the queue at once', () => {
    const ids = Object.entries(template.findResources('AWS::SQS::QueuePolicy'))
      .filter(([, { Properties }]) => Properties.Queues[0].Ref === sourceId)
      .map(([id]) => id);
    assert.equal(ids.length, 1);
    const [found] = notificationsOf(created('edr/', 'fdr/'));
    assert.ok(found?.dependsOn.includes(ids[0] ?? ''));
  });

  it('are another resource where the bucket gets another name, so that the first is told of no longer', () => {
    const [one, other] = ['example-logs', 'other-logs'].map(
      (name) => notificationsOf({ buckets: [{ mode: 'created', name }] })[0],
    );
    assert.deepEqual([one?.bucket, other?.bucket], ['example-logs', 'other-logs']);
    assert.notEqual(one?.id, other?.id);
  });
});

describe('CDK’s function that sets them', () => {
  const template = templateFor();
  const { Role, LoggingConfig } = onlyOf(
    template,
    'AWS::Lambda::Function',
    'BucketNotificationsHandler',
  ) as Readonly<Record<string, { readonly [key: string]: unknown }>>;

  it('may read and write the notifications of these buckets, and its own log, which ends in time', () => {
    const roleId = String([Role?.['Fn::GetAtt']].flat()[0]);
    const { ManagedPolicyArns } = onlyOf(template, 'AWS::IAM::Role', 'FeedsNotifications');
    assert.equal(ManagedPolicyArns, undefined);
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .map(({ Properties }) => Properties)
      .filter(({ Roles }) => Roles[0].Ref === roleId)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .map(({ Action, Resource }) => [Action, readable(Resource)]);
    const logGroup = readable(LoggingConfig?.['LogGroup']).slice(1, -1);
    assert.deepEqual(statements, [
      [['logs:CreateLogStream', 'logs:PutLogEvents'], `<${logGroup}.Arn>`],
      [['s3:GetBucketNotification', 's3:PutBucketNotification'], BUCKET],
    ]);
    const logs = template.findResources('AWS::Logs::LogGroup')[logGroup];
    assert.equal(logs?.['Properties'].RetentionInDays, 90);
  });
});
