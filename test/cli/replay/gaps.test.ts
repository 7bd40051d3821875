// What a ledger knows of a bucket's objects → gaps: never scanned, replaced since, older rules, rejected records.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findGaps } from '../../../src/cli/replay/find-gaps.ts';
import { GapCounts } from '../../../src/cli/replay/gap-counts.ts';
import type { ListedBatch } from '../../../src/cli/replay/list-place.ts';
import { createMemoryObjectLedger } from '../../../src/adapters/local/index.ts';
import { sumCounts } from '../../../src/pipeline/index.ts';
import { createSetClock } from '../../support/set-clock.ts';
import { runHere } from '../run-here.ts';

const RULES = 'a'.repeat(64);

function listed(key: string, etag = 'e1') {
  const modified = '2026-11-20T10:00:00.000Z';
  const object = { bucket: 'logs', key, etag, size: 10, modified };
  return { object, modifiedMs: Date.parse(modified), stored: {} };
}

async function* batchesOf(
  ...keys: readonly ReturnType<typeof listed>[]
): AsyncGenerator<ListedBatch> {
  yield { objects: keys, requests: 1 };
}

describe('gaps', () => {
  it('are told apart by key, ETag, rules and what was rejected', async () => {
    const ledger = createMemoryObjectLedger(createSetClock());
    const version = (key: string) => ({ tenant: 't', bucket: 'logs', key, etag: 'e1', size: 10 });
    const scan = { ruleset: RULES, counts: sumCounts([]), findings: 0, balances: [] };
    for (const key of ['replaced', 'seen']) await ledger.complete(version(key), scan);
    await ledger.complete(version('old'), { ...scan, ruleset: 'b'.repeat(64) });
    const counts = { ...scan.counts, rejected: 1 };
    await ledger.complete(version('torn'), { ...scan, counts });
    const objects = [
      ...['new', 'old', 'seen', 'torn'].map((key) => listed(key)),
      listed('replaced', 'e2'),
    ];
    const query = { ledger, tenant: 't', ruleset: RULES, isAsked: () => true };
    const sums = new GapCounts();
    const fates: string[] = [];
    for await (const found of findGaps(batchesOf(...objects), query)) {
      for (const gap of found) {
        sums.add(gap);
        fates.push(`${gap.key} ${gap.fate}`);
      }
    }
    assert.deepEqual(fates, [
      'new never',
      'old older',
      'seen scanned',
      'torn incomplete',
      'replaced never',
    ]);
    assert.equal(sums.gaps, 4);
    assert.match(sums.text(), /^never: 2 objects, 20 B .*\n {2}s3:\/\/logs\/new\n/);
  });

  it('are asked of one ledger', async () => {
    const { code, stderr } = await runHere(['gaps', 's3://logs']);
    assert.equal(code, 64);
    assert.match(stderr, /give --stack or --state-table/);
  });
});
