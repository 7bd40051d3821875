// Some records of a batch stand where they stood in it.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ordinalOf, type RecordBatch, recordsAt } from '../../src/model/index.ts';

const BATCH: RecordBatch = {
  bytes: Buffer.from('a\nbb\nccc\n'),
  starts: Uint32Array.of(0, 2, 5),
  ends: Uint32Array.of(1, 4, 8),
  count: 3,
  firstOrdinal: 40,
  baseOffset: 1_000,
  firstLine: 41,
};

function told(batch: RecordBatch) {
  return Array.from({ length: batch.count }, (_, index) => [
    Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString(),
    ordinalOf(batch, index),
    batch.lines?.[index],
    batch.ids?.[index],
  ]);
}

it('keeps of each its bytes, its ordinal, its line and its id', () => {
  assert.deepEqual(told(recordsAt(BATCH, [0, 2])), [
    ['a', 40, undefined, undefined],
    ['ccc', 42, undefined, undefined],
  ]);
  const apart = {
    ...BATCH,
    ordinals: Float64Array.of(40, 47, 90),
    ids: Uint32Array.of(5, 6, 0),
    lines: Float64Array.of(41, 48, 91),
  };
  assert.deepEqual(told(recordsAt(apart, [1, 2])), [
    ['bb', 47, 48, 6],
    ['ccc', 90, 91, 0],
  ]);
});
