// What becomes of a message by what came of its files and by how often it came.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  judge,
  MAX_DELIVERIES,
  MAX_FAILED_DELIVERIES,
  reasonToRefuse,
  type Worked,
} from '../../../functions/fdr/verdict.ts';

const DONE: Worked = { failures: [], unreached: 0, files: 4, complaint: undefined };
const FAILED = { ...DONE, failures: ['a: no'] };
const UNREACHED = { ...DONE, unreached: 3 };

describe('a message', () => {
  it('is done once all its files are, however often it came', () => {
    for (const count of [1, MAX_DELIVERIES]) assert.deepEqual(judge(DONE, count), { kind: 'done' });
    assert.deepEqual(judge({ ...DONE, files: 0 }, 1), { kind: 'done' });
  });

  it('rests for longer each time a file of it fails, and is then given up', () => {
    const verdicts = Array.from({ length: MAX_FAILED_DELIVERIES }, (_, index) =>
      judge(FAILED, index + 1),
    );
    const minutes = verdicts.map((one) => (one.kind === 'again' ? one.afterMs / 60_000 : one.kind));
    assert.deepEqual(minutes, [1, 5, 15, 60, 180, 'give-up']);
    assert.deepEqual(verdicts.at(-1), { kind: 'give-up', reason: '1 of 4 files failed: a: no' });
  });

  it('comes again at once where there was no time for all, and is not given up for what failed meanwhile', () => {
    const both = { ...UNREACHED, failures: ['a: no'] };
    assert.deepEqual(judge(UNREACHED, 1), {
      kind: 'again',
      afterMs: 0,
      reason: 'no time for 3 of 4 files',
    });
    assert.deepEqual(judge(both, MAX_FAILED_DELIVERIES), {
      kind: 'again',
      afterMs: 0,
      reason: 'no time for 3 of 4 files; 1 of 4 files failed: a: no',
    });
    assert.equal(judge(UNREACHED, MAX_DELIVERIES).kind, 'give-up');
  });

  it('is given up for what is wrong with itself only when its files are done', () => {
    const complaint = 'fileCount is 2';
    assert.deepEqual(judge({ ...DONE, complaint }, 1), { kind: 'give-up', reason: complaint });
    assert.equal(judge({ ...FAILED, complaint }, 1).kind, 'again');
  });

  it('names three of its failures', () => {
    const failures = ['a', 'b', 'c', 'd'];
    const verdict = judge({ ...DONE, failures }, 1);
    assert.ok(verdict.kind === 'again' && verdict.reason === '4 of 4 files failed: a; b; c');
  });

  it('is not looked at any more where whatever took it up was killed', () => {
    assert.equal(reasonToRefuse(MAX_DELIVERIES, MAX_DELIVERIES), undefined);
    assert.match(
      reasonToRefuse(MAX_DELIVERIES + 1, MAX_DELIVERIES) ?? '',
      /delivered 30 times and never worked off/,
    );
  });
});
