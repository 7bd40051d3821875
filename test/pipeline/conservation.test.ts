// P1 as numbers: sound balances hold, and whatever is lost or counted twice is named.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScanCounts } from '../../src/model/index.ts';
import {
  type Kept,
  leaksOf,
  NOTHING_TOLD,
  objectBalances,
  sumBalances,
  sumCounts,
  unbalanced,
} from '../../src/pipeline/index.ts';
import { aFindingPart } from '../state/builders.ts';

/** Ten records and nine matches, each fate another number. */
const COUNTS: ScanCounts = {
  ...sumCounts([]),
  records: 10,
  evaluated: 4,
  skipped: 3,
  unrecognised: 2,
  rejected: 1,
  matchesPerRule: { a: 7, b: 13 },
  newMatches: 3,
  foldedMatches: 5,
  suppressedPerFilter: { f: 2, g: 1 },
  partialMatches: 5,
  ungroupedMatches: 4,
};

const PART = aFindingPart();
const WINDOW = aFindingPart({}, { correlation: {} as never });

/** Three findings of events and one of a correlation; one was known, one paged, one joined its alert, one failed. */
const KEPT: Kept = {
  parts: [PART, PART, WINDOW, PART],
  report: {
    created: 3,
    known: 1,
    fates: ['created', 'known', 'created', 'created'],
    told: { ...NOTHING_TOLD, paged: 1, joined: 1 },
    failures: [{ kind: 'failed', id: '', code: '', message: '' }],
  },
};

describe('the balances of an object', () => {
  it('hold where every record, match and finding has one fate', () => {
    const balances = objectBalances(COUNTS, KEPT);
    assert.deepEqual(leaksOf(balances), []);
    assert.deepEqual(balances, [
      {
        of: 'records',
        total: 10,
        parts: { evaluated: 4, skipped: 3, unrecognised: 2, rejected: 1 },
      },
      {
        of: 'matches',
        total: 20,
        parts: { new: 2, folded: 5, suppressed: 3, partial: 5, ungrouped: 4, known: 1 },
      },
      { of: 'findings', total: 4, parts: { created: 3, known: 1 } },
      {
        of: 'tellings',
        total: 3,
        parts: {
          paged: 1,
          posted: 0,
          joined: 1,
          digested: 0,
          overBudget: 0,
          stored: 0,
          failed: 1,
        },
      },
    ]);
    assert.deepEqual(unbalanced(COUNTS), []);
  });

  for (const name of [
    'records',
    'evaluated',
    'skipped',
    'unrecognised',
    'rejected',
    'foldedMatches',
    'partialMatches',
    'ungroupedMatches',
  ] as const) {
    it(`name ${name} where one is missing`, () => {
      const leaks = leaksOf(objectBalances({ ...COUNTS, [name]: COUNTS[name] - 1 }, KEPT));
      assert.equal(leaks.length, 1);
    });
  }

  for (const [what, counts] of [
    ['a match of a rule', { matchesPerRule: { a: 7, b: 12 } }],
    ['a match that a filter suppressed', { suppressedPerFilter: { f: 2 } }],
  ] as const) {
    it(`name ${what} that is missing`, () => {
      assert.equal(leaksOf(objectBalances({ ...COUNTS, ...counts }, KEPT)).length, 1);
    });
  }

  it('name a match that opened a finding which the fold did not give', () => {
    const kept = { ...KEPT, parts: KEPT.parts.slice(0, 3) };
    assert.deepEqual(leaksOf(objectBalances(COUNTS, kept)), [
      'new 1 + folded 5 + suppressed 3 + partial 5 + ungrouped 4 + known 1 = 19, but there were 20 matches',
      'created 3 + known 1 = 4, but there were 3 findings',
    ]);
  });

  it('name a finding that the store gave no fate', () => {
    const report = { ...KEPT.report, known: 0 };
    assert.deepEqual(leaksOf(objectBalances(COUNTS, { ...KEPT, report })), [
      'created 3 + known 0 = 3, but there were 4 findings',
    ]);
  });

  it('name a message of which nobody knows what became', () => {
    const report = { ...KEPT.report, failures: [] };
    assert.deepEqual(leaksOf(objectBalances(COUNTS, { ...KEPT, report })), [
      'paged 1 + posted 0 + joined 1 + digested 0 + overBudget 0 + stored 0 + failed 0 = 2, but there were 3 tellings',
    ]);
  });

  it('add up over the parts of an object, names that only one has too', () => {
    const all = objectBalances(COUNTS, KEPT);
    const doubled = sumBalances([all, all]);
    assert.deepEqual(leaksOf(doubled), []);
    assert.deepEqual(
      doubled.map(({ of, total }) => [of, total]),
      [
        ['records', 20],
        ['matches', 40],
        ['findings', 8],
        ['tellings', 6],
      ],
    );
    const sum = sumBalances([
      [{ of: 'records', total: 1, parts: { a: 1 } }],
      [{ of: 'records', total: 2, parts: { b: 2 } }],
    ]);
    assert.deepEqual(sum, [{ of: 'records', total: 3, parts: { a: 1, b: 2 } }]);
  });

  it('add up where another release scanned a part, whatever its names are', () => {
    const records = { of: 'records', total: 1, parts: { a: 1 } } as const;
    const tellings = { of: 'tellings', total: 2, parts: { toString: 2 } } as const;
    assert.deepEqual(sumBalances([[records], [records, tellings]]), [
      { of: 'records', total: 2, parts: { a: 2 } },
      tellings,
    ]);
  });
});
