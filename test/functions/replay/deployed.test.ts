// A replay on AWS: the steps in the Lambda runtime client find what one scan of all objects finds, page nobody, and may be repeated.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/model/index.ts';
import { leaksOf } from '../../../src/pipeline/index.ts';
import { all } from '../../state/builders.ts';
import { deployReplay, drive } from './deployed.ts';
import { splitSamples } from './split-samples.ts';
import { describeReplay } from './template.ts';

const RUN = {
  id: `r1_${'a'.repeat(27)}`,
  tenant: 'acme',
  isPaging: false,
  started: new Date(Date.now() - 1_000).toISOString(),
  objects: 12,
};

/** What a replay needs; without any of them a call is refused. */
const USED = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
];

test('a replay over split objects finds what a scan finds, knows what live scans found, pages nobody, and may be repeated', async (t) => {
  const { objects, expected } = await splitSamples(RUN.objects);
  const replay = await deployReplay(t);
  const { state } = replay;
  const planned = await Promise.all(
    objects.map((text, index) => replay.put(index, `edr/${index}.json`, text)),
  );
  const [known] = expected;
  assert.ok(known !== undefined && expected.length > 30, `${expected.length} findings`);
  const live = { finding: known, rank: '~', object: 's3://logs/live e', matches: [] };
  await state.findings.record(live, { owner: 'scan', leaseMs: 1_000 });
  await state.findings.sent(known.tenant, known.id, 0);

  const summary = await drive(replay, RUN, planned, { redriven: [0, 2] });
  assert.deepEqual(summary['fates'], { find: { scanned: 12 }, starts: { scanned: 12 } });
  assert.deepEqual(summary['missing'], 0);
  assert.deepEqual(summary['findings'], { new: expected.length - 1, known: 1 });

  const lines = (await replay.file(`${RUN.id}/findings.ndjson`)).trim().split('\n');
  const found = lines.map((line): { fate: string; finding: Finding } => JSON.parse(line));
  assert.deepEqual(
    found.map(({ finding }) => finding.id).sort(),
    expected.map(({ id }) => id).sort(),
  );
  assert.deepEqual(
    found.filter(({ fate }) => fate === 'known').map(({ finding }) => finding.id),
    [known.id],
  );
  for (const { id, tenant } of expected) {
    const stored = await state.findings.read(tenant, id);
    const isLive: boolean = id === known.id;
    const expectedOrigin: string | undefined = isLive ? undefined : 'replay';
    assert.deepEqual([stored?.origin, stored?.wasSent], [expectedOrigin, isLive], id);
  }
  assert.deepEqual(await replay.bodies('told'), []);
  const later = Date.now() + 3_600_000;
  assert.deepEqual(await all(state.findings.unsent(later, { owner: 's', leaseMs: 1 })), []);
  for (const kind of ['connection', 'correlation'] as const) {
    assert.deepEqual(await all(state.index.due(kind, later)), [], 'settle sees nothing of it');
  }
  for (const { key, etag, size } of planned) {
    const entry = await state.ledger.read({ tenant: 'acme', bucket: replay.logs, key, etag, size });
    assert.equal(entry?.origin, 'replay');
    assert.deepEqual(
      entry?.balances.map(({ of }) => of),
      ['records', 'matches'],
    );
    assert.deepEqual(leaksOf(entry?.balances ?? []), []);
  }

  const again = await drive(
    replay,
    { ...RUN, id: `r1_${'b'.repeat(27)}`, started: new Date().toISOString() },
    planned,
  );
  assert.deepEqual(again['findings'], { new: 0, known: expected.length });
  assert.deepEqual(again['fates'], summary['fates']);
  assert.deepEqual(await replay.bodies('told'), []);

  const calls = replay.calls();
  const needed = calls.flatMap(({ permissions }) => permissions.map(({ action }) => action));
  assert.deepEqual([...new Set(needed)].toSorted(), USED);
  for (const action of USED) {
    const refused = describeReplay().accessWithout(action).refused(replay.roleName, calls);
    assert.ok(refused.length > 0 && refused.every((one) => one.startsWith(`${action} on `)));
  }
});

test('an object that is gone or another by now is named with its cause, and the others are scanned', async (t) => {
  const replay = await deployReplay(t);
  const [text = ''] = (await splitSamples(RUN.objects)).objects;
  const gone = { ...(await replay.put(0, 'edr/a.json', text)), key: 'edr/none.json' };
  const changed = { ...(await replay.put(1, 'edr/b.json', text)), etag: '0'.repeat(32) };
  const whole = await replay.put(2, 'edr/c.json', text);
  const summary = await drive(replay, { ...RUN, objects: 4 }, [gone, changed, whole]);
  const { find } = JSON.parse(JSON.stringify(summary['fates']));
  assert.deepEqual(find, { gone: 1, changed: 1, scanned: 1 });
  assert.equal(summary['missing'], 1);
  const { failed } = JSON.parse(await replay.file(`${RUN.id}/summary.json`));
  assert.match(failed[0].object, /^s3:\/\/.+\/edr\/none\.json$/);
  assert.ok(failed.every(({ cause }: { cause: string }) => cause !== ''));
});

test('what is no input of a step, or of another rule set, is refused with what was found', async (t) => {
  const replay = await deployReplay(t);
  const errorOf = async (event: unknown) => {
    const result = await replay.lambda.invoke(event);
    return result.kind === 'error' ? `${result.error.errorType}: ${result.error.errorMessage}` : '';
  };
  const step = (run: object, more: object = {}) => ({ BatchInput: { step: 'find', run, ...more } });
  for (const [event, expected] of [
    [{}, /^StepInputError: BatchInput of the event: found nothing, expected an object/],
    [
      step(RUN, { step: 'halt' }),
      /^StepInputError: BatchInput.step: found "halt", expected one of/,
    ],
    [step({ ...RUN, id: '../x' }), /^StepInputError: run.id: found "..\/x", expected r1_/],
    [step({ ...RUN, tenant: 'other' }), /^StepInputError: run.tenant: found other/],
    [{ ...step(RUN), Items: 'none' }, /^StepInputError: Items: found "none", expected a list/],
    [step({ ...RUN, ruleset: 'old' }), /^RulesetChangedError: .*found old/],
  ] as const) {
    assert.match(await errorOf(event), expected);
  }
});
