// A replay on AWS whose calls have time for the least, or are killed; one that pages; and a manifest that was damaged.

import assert from 'node:assert/strict';
import { kill } from 'node:process';
import { test } from 'node:test';
import { until } from '../../e2e/support/until.ts';
import { deployReplay, drive, NO_TIME_MS } from './deployed.ts';
import { splitSamples } from './split-samples.ts';

const RUN = {
  id: `r1_${'c'.repeat(27)}`,
  tenant: 'acme',
  isPaging: false,
  started: new Date(Date.now() - 1_000).toISOString(),
  objects: 6,
};
const FOLDER = 'events/sysmon';

test('a run whose calls have time for one object, one round or one file each, and of which one is killed, finds the same', async (t) => {
  const { objects, expected } = await splitSamples(RUN.objects, FOLDER);
  const replay = await deployReplay(t, NO_TIME_MS);
  const planned = await Promise.all(
    objects.map((text, index) => replay.put(index, `edr/${index}.json`, text)),
  );
  const stall = replay.aws.faults.add({
    operation: 's3:GetObject',
    effect: { kind: 'stall', afterBytes: 400 },
    when: ({ s3 }) => s3?.key === 'edr/1.json',
  });
  const repeated: string[] = [];
  const steps: string[] = [];
  const driven = drive(replay, RUN, planned, { repeated, steps });
  await until('the body of the second object to stall', () => stall.hits === 1);
  kill(replay.pid(), 'SIGKILL');
  const summary = await driven;
  const killed = repeated.filter((error) => !error.startsWith('OutOfTimeError'));
  assert.equal(killed.length, 1);
  assert.match(killed[0] ?? '', /signal: killed/);
  // Of each of two batches and passes the first two objects end an attempt.
  assert.equal(repeated.length, 1 + 2 * 2 * 2);
  assert.deepEqual(steps.filter((step) => step === 'enter').length, 2);
  assert.ok(steps.filter((step) => step === 'judge').length >= 3);
  assert.deepEqual(summary['fates'], { find: { scanned: 6 }, starts: { scanned: 6 } });
  assert.deepEqual(summary['findings'], { new: expected.length, known: 0 });
  for (const { id, tenant } of expected) {
    assert.equal((await replay.state.findings.read(tenant, id))?.origin, 'replay', id);
  }
  for (const { bucket, key, etag, size } of planned) {
    const entry = await replay.state.ledger.read({ tenant: RUN.tenant, bucket, key, etag, size });
    assert.equal(entry?.origin, 'replay');
  }
  assert.deepEqual(await replay.bodies('told'), []);
});

test('a run that pages tells of what is new once, marked as replayed; a line of the manifest that names no object fails alone', async (t) => {
  const { objects, expected } = await splitSamples(1, FOLDER);
  const replay = await deployReplay(t);
  const whole = await replay.put(1, 'edr/whole.json', objects[0] ?? '');
  const items = [
    { index: 0, bucket: replay.logs, key: 'edr/sizeless.json', etag: 'e' },
    whole,
    { bucket: replay.logs },
  ];
  const run = { ...RUN, isPaging: true, objects: 3 };
  const summary = await drive(replay, run, items);
  const { find } = JSON.parse(JSON.stringify(summary['fates']));
  assert.deepEqual([find, summary['missing']], [{ failed: 2, scanned: 1 }, 0]);
  const { failed } = JSON.parse(await replay.file(`${run.id}/summary.json`));
  const causes = new Map<string, string>(
    failed.map(({ object, cause }: { object: string; cause: string }) => [object, cause]),
  );
  assert.deepEqual(
    [...causes.keys()],
    [
      `s3://${replay.logs}/edr/sizeless.json`,
      `objects.jsonl: {"bucket":${JSON.stringify(replay.logs)}}`,
    ],
  );
  assert.match([...causes.values()].join('\n'), /line 1: has the size .*\n.*has the index nothing/);
  assert.deepEqual(summary['findings'], { new: expected.length, known: 0 });

  const told: string[] = [];
  for (let some = await replay.receive('told'); some.length > 0; ) {
    for (const { Body = '', MessageAttributes = {} } of some) {
      const { title } = JSON.parse(Body);
      told.push(title);
      assert.equal(MessageAttributes['origin']?.StringValue, 'replay', title);
      assert.match(title, /^\[REPLAY\] /);
    }
    some = await replay.receive('told');
  }
  assert.ok(told.length > 0);
  await drive(replay, { ...run, id: `r1_${'d'.repeat(27)}` }, items);
  assert.deepEqual(await replay.bodies('told'), [], 'what is known is told of once');
});
