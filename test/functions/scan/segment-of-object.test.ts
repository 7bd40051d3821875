// What an object has for others is written before its end where it is much, and then held no more.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SegmentOfObject } from '../../../functions/scan/segment-of-object.ts';
import {
  createMemoryPartialMatches,
  createMemorySegmentFiles,
} from '../../../src/adapters/local/index.ts';
import type { PartialPut } from '../../../src/ports/index.ts';
import { groupName } from '../../../src/segments/index.ts';
import { hashName } from '../../../src/segments/names.ts';
import { readFooter } from '../../../src/segments/segment-reader.ts';
import { createSetClock } from '../../support/set-clock.ts';
import { DEFERRAL } from './deferral.ts';

function aPut(group: string, rule: string): PartialPut {
  const part = { rule, eventId: group, timeMs: 5, source: 's', values: [], evidence: '{}' };
  return {
    group: { tenant: 'acme', correlation: 'sequence', values: [group] },
    part,
    keepMs: 60_000,
  };
}

it('names each group that is wanted in one file, and writes one where they are many', async () => {
  const files = createMemorySegmentFiles(createSetClock());
  const segment = new SegmentOfObject(
    { files, deferral: DEFERRAL, counts: new Map() },
    'acme',
    createMemoryPartialMatches(),
  );
  const names: string[] = [];
  for (let batch = 0; batch < 45; batch++) {
    const puts = Array.from({ length: 1_000 }, (_, index) =>
      aPut(`${batch} ${index}`, 'connection'),
    );
    names.push(...puts.map(({ group }) => groupName(group)));
    await segment.partialMatches.put(puts);
    await segment.flush();
  }
  await segment.write([], []);
  const written: number[][] = [];
  for await (const { key } of files.list()) {
    written.push([...readFooter((await files.read(key)) ?? new Uint8Array()).wants]);
  }
  assert.deepEqual(
    written.map(({ length }) => length).sort((a, b) => b - a),
    [20_000, 20_000, 5_000],
  );
  assert.deepEqual(
    written.flat().sort((a, b) => a - b),
    names.map(hashName).sort((a, b) => a - b),
  );
});
