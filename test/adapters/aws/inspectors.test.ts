// The inspectors against what the services answer, over HTTP: facts as the ports have them, and refusals as facts too.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  createBucketInspector,
  createKeyInspector,
  createS3InspectClient,
} from '../../../src/adapters/aws/index.ts';
import { createDeploymentInspector } from '../../../src/adapters/aws/deployment-inspector.ts';
import { type Answer, HERE, startServer } from './test-server.ts';

function xml(body: string, status = 200): Answer {
  return (response) => response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

async function inspector(t: TestContext, ...script: readonly Answer[]) {
  const { endpoint } = await startServer(t, script);
  const client = createS3InspectClient({ ...HERE, endpoint, forcePathStyle: true, maxAttempts: 1 });
  t.after(() => client.destroy());
  return createBucketInspector(client, 'logs');
}

test('notifications are told with their filters, and EventBridge by its presence', async (t) => {
  const body = `<NotificationConfiguration>
    <TopicConfiguration><Id>a</Id><Topic>arn:aws:sns:r:1:t</Topic><Event>s3:ObjectCreated:*</Event>
      <Filter><S3Key><FilterRule><Name>Prefix</Name><Value>edr/</Value></FilterRule>
        <FilterRule><Name>Suffix</Name><Value>.gz</Value></FilterRule></S3Key></Filter></TopicConfiguration>
    <CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:r:1:function:f</CloudFunction>
      <Event>s3:ObjectRemoved:*</Event></CloudFunctionConfiguration>
    <EventBridgeConfiguration/></NotificationConfiguration>`;
  const s3 = await inspector(t, xml(body), xml('<NotificationConfiguration/>'));
  const [events, prefix, suffix] = [['s3:ObjectCreated:*'], 'edr/', '.gz'];
  const topic = { target: 'topic', arn: 'arn:aws:sns:r:1:t', events, prefix, suffix };
  const bare = { prefix: '', suffix: '', events: ['s3:ObjectRemoved:*'] };
  const called = { target: 'function', arn: 'arn:aws:lambda:r:1:function:f', ...bare };
  assert.deepEqual(await s3.notifications(), {
    kind: 'known',
    value: { notifications: [topic, called], isEventBridgeOn: true },
  });
  assert.deepEqual(await s3.notifications(), {
    kind: 'known',
    value: { notifications: [], isEventBridgeOn: false },
  });
});

test('that a bucket has no setting is an answer, a refusal is none', async (t) => {
  const error = (code: string) => `<Error><Code>${code}</Code><Message>no</Message></Error>`;
  const s3 = await inspector(
    t,
    xml(error('OwnershipControlsNotFoundError'), 404),
    xml(error('AccessDenied'), 403),
    xml('', 403),
    xml('<VersioningConfiguration/>'),
  );
  assert.deepEqual(await s3.ownership(), { kind: 'known', value: undefined });
  assert.deepEqual(await s3.encryption(), { kind: 'unknown', code: 'AccessDenied', message: 'no' });
  const head = await s3.region('123456789012');
  assert.equal(head.kind === 'unknown' && head.code, 'AccessDenied', 'a HEAD has no body');
  assert.deepEqual(await s3.versioning(), { kind: 'known', value: 'Off' });
});

test('rules that remove objects are told with their prefix, and those of some objects alone are none', async (t) => {
  const rule = (inner: string, status = 'Enabled') =>
    `<Rule><ID>a</ID><Status>${status}</Status>${inner}</Rule>`;
  const days = '<Expiration><Days>2</Days></Expiration>';
  const tagged = '<Prefix>t/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>';
  const rules = [
    rule(`<Filter><Prefix>starts/0/</Prefix></Filter>${days}`),
    rule(`<Prefix>old/</Prefix>${days}`, 'Disabled'),
    rule(`<Filter/>${days}`),
    rule(`<Filter><And>${tagged}</And></Filter>${days}`),
    rule(`<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>${days}`),
    rule(
      `<Filter><And><Prefix>s/</Prefix><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan></And></Filter>${days}`,
    ),
    rule(
      '<Filter/><NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays></NoncurrentVersionExpiration>',
    ),
  ];
  const none = '<Error><Code>NoSuchLifecycleConfiguration</Code><Message>no</Message></Error>';
  const s3 = await inspector(
    t,
    xml(`<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`),
    xml(none, 404),
  );
  assert.deepEqual(await s3.lifecycle(), {
    kind: 'known',
    value: [
      { prefix: 'starts/0/', days: 2, isEnabled: true },
      { prefix: 'old/', days: 2, isEnabled: false },
      { prefix: '', days: 2, isEnabled: true },
    ],
  });
  assert.deepEqual(await s3.lifecycle(), { kind: 'known', value: [] });
});

test('a key and its bucket key are told', async (t) => {
  const rule = `<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>
    <KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>
    <BucketKeyEnabled>true</BucketKeyEnabled></Rule>`;
  const s3 = await inspector(
    t,
    xml(`<ServerSideEncryptionConfiguration>${rule}</ServerSideEncryptionConfiguration>`),
  );
  const value = { algorithm: 'aws:kms', keyId: 'k', isBucketKeyOn: true };
  assert.deepEqual(await s3.encryption(), { kind: 'known', value });
});

test('functions are those of the stack’s namespace, whatever other stacks are called', async (t) => {
  const json =
    (value: unknown): Answer =>
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const of = (name: string, namespace: string) => ({
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    Environment: { Variables: { POWERTOOLS_METRICS_NAMESPACE: namespace } },
  });
  const { endpoint } = await startServer(t, [
    json({
      Functions: [of('a', 'SigmaLambda/sigma'), of('b', 'SigmaLambda/sigma-lambda')],
      NextMarker: 'm',
    }),
    json({ Functions: [of('c', 'SigmaLambda/sigma'), { FunctionName: 'd' }] }),
  ]);
  const saved = { ...process.env };
  t.after(() => {
    process.env = saved;
  });
  process.env = { ...saved, AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };
  const found = await createDeploymentInspector({ region: 'us-east-1', endpoint }).functions(
    'SigmaLambda/sigma',
  );
  assert.deepEqual(found.kind === 'known' && found.value.map(({ name }) => name), ['a', 'c']);
});

test('the policy of a key is asked for by its id, which an alias is not', async (t) => {
  const json = (value: object): Answer => {
    return (response) =>
      response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(value));
  };
  const Arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
  const metadata = { KeyMetadata: { KeyId: '1234abcd', Arn, KeyState: 'Enabled' } };
  const server = await startServer(t, [json(metadata), json({ Policy: '{"Statement":[]}' })]);
  const keys = createKeyInspector({ ...HERE, endpoint: server.endpoint, maxAttempts: 1 });
  assert.deepEqual(await keys.key('alias/logs'), {
    kind: 'known',
    value: { arn: Arn, state: 'Enabled', policy: '{"Statement":[]}' },
  });
});

test('a key that may not be looked at is a refusal', async (t) => {
  const denied: Answer = (response) =>
    response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }));
  const { endpoint } = await startServer(t, [denied]);
  const keys = createKeyInspector({ ...HERE, endpoint, maxAttempts: 1 });
  assert.deepEqual(await keys.key('k'), {
    kind: 'unknown',
    code: 'AccessDeniedException',
    message: 'no',
  });
});
