// A replay on AWS: the steps in the Lambda runtime client find what one scan of all objects finds, page nobody, and may be repeated.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileObject, findFiles } from '../../../src/adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../../src/decode/index.ts';
import type { Finding, JsonObject } from '../../../src/model/index.ts';
import type { ScanObject } from '../../../src/ports/index.ts';
import { scanListed } from '../../pipeline/join-scan.ts';
import { all } from '../../state/builders.ts';
import { deployReplay, drive, LOGS } from './deployed.ts';

const RUN = {
  id: `r1_${'a'.repeat(27)}`,
  tenant: 'acme',
  isPaging: false,
  started: new Date(Date.now() - 1_000).toISOString(),
  objects: 12,
};
const { signal } = new AbortController();
const files = findFiles('events').files.map(({ path, size }) => fileObject(path, size, signal));

function textOf(records: readonly JsonObject[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function objectOf(name: string, records: readonly JsonObject[]): ScanObject {
  const bytes = new TextEncoder().encode(textOf(records));
  return {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}

async function recordsOf(object: ScanObject): Promise<readonly JsonObject[]> {
  const records: JsonObject[] = [];
  for await (const item of decodeObject(object.open())) {
    if (item.kind !== 'batch') continue;
    for (let index = 0; index < item.batch.count; index++) {
      const parsed = parseRecord(item.batch, index);
      if (parsed.ok) records.push(parsed.value);
    }
  }
  return records;
}

/** Every twelfth record is in the same object: starts, connections and the parts of sequences are apart. */
async function splitSamples() {
  const records = (await Promise.all(files.map(recordsOf))).flat();
  const objects = Array.from({ length: RUN.objects }, (_, index) =>
    records.filter((_record, place) => place % RUN.objects === index),
  );
  const { findings } = await scanListed([objectOf('whole', records)]);
  return { objects, expected: findings };
}

test('a replay over split objects finds what a scan finds, knows what live scans found, pages nobody, and may be repeated', async (t) => {
  const { objects, expected } = await splitSamples();
  const replay = await deployReplay(t);
  const { state } = replay;
  const planned = await Promise.all(
    objects.map((records, index) => replay.put(index, `edr/${index}.json`, textOf(records))),
  );
  const [known] = expected;
  assert.ok(known !== undefined && expected.length > 30, `${expected.length} findings`);
  const live = { finding: known, rank: '~', object: 's3://logs/live e', matches: [] };
  await state.findings.record(live, { owner: 'scan', leaseMs: 1_000 });
  await state.findings.sent(known.tenant, known.id, 0);

  const summary = await drive(replay, RUN, planned, [0, 2]);
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
    const entry = await state.ledger.read({ tenant: 'acme', bucket: LOGS, key, etag, size });
    assert.equal(entry?.origin, 'replay');
  }

  const again = await drive(
    replay,
    { ...RUN, id: `r1_${'b'.repeat(27)}`, started: new Date().toISOString() },
    planned,
  );
  assert.deepEqual(again['findings'], { new: 0, known: expected.length });
  assert.deepEqual(again['fates'], summary['fates']);
  assert.deepEqual(await replay.bodies('told'), []);
});

test('an object that is gone or another by now is named with its cause, and the others are scanned', async (t) => {
  const replay = await deployReplay(t);
  const { objects } = await splitSamples();
  const text = textOf(objects[0] ?? []);
  const gone = { ...(await replay.put(0, 'edr/a.json', text)), key: 'edr/none.json' };
  const changed = { ...(await replay.put(1, 'edr/b.json', text)), etag: '0'.repeat(32) };
  const whole = await replay.put(2, 'edr/c.json', text);
  const summary = await drive(replay, { ...RUN, objects: 4 }, [gone, changed, whole]);
  const { find } = JSON.parse(JSON.stringify(summary['fates']));
  assert.deepEqual(find, { gone: 1, changed: 1, scanned: 1 });
  assert.equal(summary['missing'], 1);
  const { failed } = JSON.parse(await replay.file(`${RUN.id}/summary.json`));
  assert.match(failed[0].object, /^s3:\/\/logs\/edr\/none\.json$/);
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
    [{ ...step(RUN), Items: [{ index: 0 }] }, /^PlanError: objects.jsonl line 1: has the size/],
    [step({ ...RUN, ruleset: 'old' }), /^RulesetChangedError: .*found old/],
  ] as const) {
    assert.match(await errorOf(event), expected);
  }
});
