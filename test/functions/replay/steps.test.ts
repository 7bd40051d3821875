// Steps of a replay between files in memory: what one pass did not see is entered nowhere, and is said in the report.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { batchKey, writeLines } from '../../../functions/replay/batch-file.ts';
import { enter } from '../../../functions/replay/enter.ts';
import { gather } from '../../../functions/replay/gather.ts';
import type { ReplayRun } from '../../../functions/replay/input.ts';
import { report } from '../../../functions/replay/report.ts';
import { starts } from '../../../functions/replay/starts.ts';
import { createMemoryObjectLedger } from '../../../src/adapters/local/index.ts';
import { loadPack } from '../../../src/cli/rule-pack.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { sumCounts } from '../../../src/pipeline/index.ts';
import type { RunFiles } from '../../../src/ports/index.ts';
import {
  createPassDeps,
  type ObjectFate,
  type PlannedS3Object,
  type ReplayPass,
} from '../../../src/replay/index.ts';
import { wantedKey } from '../../../src/replay/wanted.ts';

const OBJECTS = [0, 1, 2].map(
  (index): PlannedS3Object => ({
    index,
    bucket: 'logs',
    key: `${index}.json`,
    etag: `e${index}`,
    size: 1,
    modified: '2026-11-20T10:15:00.000Z',
  }),
);
const RUN: ReplayRun = {
  id: `r1_${'a'.repeat(27)}`,
  tenant: 'acme',
  isPaging: false,
  started: '2026-11-30T09:00:00.000Z',
  objects: OBJECTS.length,
};
const time = { hasTime: () => true, signal: new AbortController().signal };

function memoryFiles(): RunFiles {
  const kept = new Map<string, Uint8Array>();
  return {
    read: async (key) => kept.get(key),
    write: async (key, content) => void kept.set(key, Buffer.from(content)),
    async *list(prefix, after = '') {
      const keys = [...kept.keys()].sort();
      for (const key of keys) if (key.startsWith(prefix) && key > after) yield key;
    },
  };
}

/** A batch of a pass, as it left it. */
async function leave(
  files: RunFiles,
  pass: ReplayPass,
  fates: readonly (ObjectFate | undefined)[],
) {
  const objects = OBJECTS.filter(({ index }) => fates[index] !== undefined);
  const lines = objects.map((planned) => ({
    kind: 'object',
    index: planned.index,
    object: planned.key,
    pass,
    planned,
    fate: fates[planned.index],
    ...(pass === 'find' && { entry: { counts: sumCounts([]), findings: 0, balances: [] } }),
  }));
  const names = { kind: 'wanted', names: [wantedKey('sysmon', 'k')] };
  await writeLines(files, batchKey(RUN.id, pass, objects), [...lines, names]);
}

it('enters no object whose starts were not seen, and the report counts those that no batch tells of', async () => {
  const files = memoryFiles();
  await leave(files, 'find', ['scanned', 'scanned', 'scanned']);
  assert.deepEqual(await gather({ files, run: RUN }), { isWanted: true });
  await leave(files, 'starts', ['scanned', 'incomplete', undefined]);
  const ledger = createMemoryObjectLedger({ nowMs: () => 0 });
  const deps = { files, run: RUN, ledger, ruleset: 'r', time };
  assert.deepEqual((await enter('', deps)).entered, 1);
  const entries = OBJECTS.map((one) => ledger.read({ ...one, tenant: RUN.tenant }));
  assert.deepEqual(
    (await Promise.all(entries)).map((entry) => entry?.origin),
    ['replay', undefined, undefined],
  );
  const { missing, missingStarts, fates } = await report({ files, run: RUN });
  assert.deepEqual([missing, missingStarts], [0, 1]);
  assert.deepEqual(fates.starts, { scanned: 1, incomplete: 1 });
});

it('enters what was scanned where nothing was wanted', async () => {
  const files = memoryFiles();
  await leave(files, 'find', ['scanned', 'scanned', undefined]);
  const ledger = createMemoryObjectLedger({ nowMs: () => 0 });
  const deps = { files, run: RUN, ledger, ruleset: 'r', time };
  assert.deepEqual((await enter(undefined, deps)).entered, 2);
  assert.equal((await report({ files, run: RUN })).missingStarts, 0);
});

it('says of an object that it has starts too large for the state, and reads the others', async () => {
  const files = memoryFiles();
  const { rules, correlations } = await loadPack([], new Map());
  const guid = '{0A97231E-9BE6-6934-5301-00000000ABCD}';
  const start = {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Hostname: 'WS-1.example.com',
    ProcessGuid: guid,
    ProcessId: 4711,
    Image: 'C:\\Users\\Public\\a.exe',
    CommandLine: 'a.exe',
    UtcTime: '2026-11-20 10:15:00.000',
    '@timestamp': '2026-11-20T10:15:00.000Z',
  };
  const passes = createPassDeps(
    { tenant: RUN.tenant, rules, correlations },
    { decoder: DECODER, quarantine: { keep: async () => undefined } },
  );
  const read = passes.evaluation.registry.read(start);
  const [event] = read.kind === 'events' ? read.events : [];
  assert.ok(event?.joinOffer !== undefined, 'a start offers something');
  const names = { kind: 'wanted', names: [wantedKey(event.source, event.joinOffer.key)] };
  await writeLines(files, batchKey(RUN.id, 'find', OBJECTS), [names]);
  await gather({ files, run: RUN });
  const offered: number[] = [];
  const counts = await starts(OBJECTS, {
    files,
    run: RUN,
    time,
    passes,
    open: ({ key, index, size }) => ({
      name: key,
      size,
      failure: undefined,
      content: undefined,
      async *open() {
        if (index === 1) yield Buffer.from(`${JSON.stringify(start)}\n`);
        else yield Buffer.from('{}\n');
      },
    }),
    processes: {
      putStarts: async (some) => {
        offered.push(some.length);
        return some.map(() => ({ kind: 'tooLarge' as const }));
      },
    },
    partialMatches: { put: async (puts) => puts.map(() => 'kept' as const) },
  });
  assert.deepEqual(counts, { objects: 3, scanned: 2, failed: 1 });
  assert.deepEqual(offered, [1]);
});
