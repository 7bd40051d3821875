// The doctor over sockets: a bucket and a queue of the local server, asked by the adapters that ask AWS.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ROOT } from '../../infra/support/root.ts';
import { startStack } from '../../local/aws/stack.ts';
import { runHere } from '../run-here.ts';

test('a bucket of the local server is diagnosed from its objects, and what the server lacks is not checked', async (t) => {
  const { aws, s3 } = await startStack(t);
  await s3.send(new CreateBucketCommand({ Bucket: 'edr-logs' }));
  const Body = readFileSync(join(ROOT, 'events/sysmon/srv-apps-01-events-20261120.json'));
  await s3.send(new PutObjectCommand({ Bucket: 'edr-logs', Key: 'edr/a.json', Body }));
  const saved = { ...process.env };
  t.after(() => {
    process.env = saved;
  });
  process.env = { ...saved, AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };
  const args = [
    'doctor',
    's3://edr-logs/edr/',
    '--region',
    'us-east-1',
    '--endpoint',
    aws.endpoint,
  ];
  const { code, stdout, stderr } = await runHere(args);
  assert.equal(code, 2, 'not everything could be asked');
  assert.match(stdout, /^ok +region: us-east-1$/m);
  assert.match(stdout, /^not checked +notifications: NotImplemented: .*\n +what to do: \S/m);
  assert.match(stdout, /^ok +records: 13 recognised/m);
  assert.match(stdout, /^ok +source sysmon: events by kind: 3: 9, 1: 2, 5: 2; 9 connections/m);
  assert.match(stderr, /^12 checks: 0 problem, 1 warning, 4 not checked, 7 ok\n$/);
});

for (const [args, words] of [
  [['doctor', 'edr-logs'], /"edr-logs" is no bucket; expected s3:/],
  [['doctor', 's3://edr-logs', '--region', 'Ireland'], /--region is no region/],
  [['doctor', 's3://edr-logs', '--endpoint', 'here'], /--endpoint is no URL/],
  [['doctor', 's3://edr-logs', '--fail-on', 'high'], /--fail-on "high" is unknown/],
] as const) {
  test(`is used wrongly: ${args.join(' ')}`, async () => {
    const { code, stderr } = await runHere(args);
    assert.equal(code, 64);
    assert.match(stderr, words);
  });
}
