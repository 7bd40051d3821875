// A part of an object that is read again: its own records and no others, however the bytes arrive this time.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DECODER } from '../../src/decode/index.ts';
import { type LinePicking, ordinalOf } from '../../src/model/index.ts';
import { readAgain } from '../../src/pipeline/read-again.ts';

const LATE = '{"EventID":1}\n';
const QUIET = '{"EventID":22}\n';
/** Ten late lines among the first 1,000, and ten behind them; then quiet ones. */
const TEXT = `${`${LATE}${QUIET.repeat(99)}`.repeat(20)}${QUIET.repeat(100_000)}`;

const PICKING: LinePicking = {
  spec: {
    numbers: [],
    hasEntities: false,
    ids: [],
    kinds: {
      places: [{ needle: 'ventID', before: '"E', behind: '"', isKey: true }],
      kinds: new Map([
        ['1', 'late'],
        ['22', 'quiet'],
      ]),
      others: 'loud',
    },
  },
  from: 0,
  to: Number.POSITIVE_INFINITY,
  gives: 'late',
};

async function ordinals(endOrdinal: number, picking?: LinePicking) {
  let pulled = 0;
  const object = {
    name: 'object',
    size: TEXT.length,
    async *open() {
      for (let at = 0; at < TEXT.length; at += 40_000) {
        pulled++;
        yield Buffer.from(TEXT.slice(at, at + 40_000));
      }
    },
  };
  const seen: number[] = [];
  const part = { object, from: undefined, endOrdinal };
  const problem = await readAgain(
    part,
    DECODER,
    (batch) => {
      assert.ok(batch.count > 0);
      for (let index = 0; index < batch.count; index++) seen.push(ordinalOf(batch, index));
    },
    picking,
  );
  assert.equal(problem, undefined);
  return { seen, pulled };
}

describe('a part that is read again', () => {
  it('ends at its last record, in the middle of a batch', async () => {
    const { seen } = await ordinals(150);
    assert.deepEqual(
      seen,
      Array.from({ length: 150 }, (_, index) => index),
    );
  });

  it('has no late lines of what follows it, and what follows is not read for want of them', async () => {
    // Line 0 is a probe, which was judged at once.
    const { seen, pulled } = await ordinals(1_000, PICKING);
    assert.deepEqual(seen, [100, 200, 300, 400, 500, 600, 700, 800, 900]);
    assert.equal(pulled, 1);
    assert.equal((await ordinals(2_500, PICKING)).pulled, 1);
  });

  it('may have no records', async () => {
    assert.deepEqual(await ordinals(0), { seen: [], pulled: 1 });
  });
});
