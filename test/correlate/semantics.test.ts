// Events with times → the windows in which a correlation holds.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CorrelationSpec, RuleExpression } from '../../src/model/index.ts';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import { aCorrelation, correlate, type Happening } from './builders.ts';

/** Seconds at which windows end in which the correlation holds, with their value. */
async function firing(spec: Partial<CorrelationSpec>, happenings: readonly Happening[]) {
  const matches = await correlate([aCorrelation(spec)], happenings);
  return matches.map(({ endMs, value }) => [endMs / 1_000, value]);
}

const times = (...seconds: readonly number[]): readonly Happening[] =>
  seconds.map((at) => ({ at }));

/** Events at 0, 1, 2 … with these values of the field `n`. */
const values = (...numbers: readonly unknown[]): readonly Happening[] =>
  numbers.map((n, at) => ({ at, fields: { n } }));

const rule = (id: string): RuleExpression => ({ kind: 'rule', rule: id });

const N = { valueFields: ['n'] };
const AB = { rules: ['a', 'b'], thresholds: [{ op: 'gte', value: 2 }] } as const;
const A_NOT_B: Partial<CorrelationSpec> = {
  type: 'temporal',
  rules: ['a', 'b'],
  thresholds: [],
  expression: { kind: 'and', items: [rule('a'), { kind: 'not', item: rule('b') }] },
};
const EITHER_THEN_D: Partial<CorrelationSpec> = {
  type: 'temporal_ordered',
  rules: ['a', 'b', 'd'],
  thresholds: [],
  expression: {
    kind: 'and',
    items: [{ kind: 'or', items: [rule('a'), rule('b')] }, rule('d')],
  },
};
const A_THEN_B_OR_NOT_D: Partial<CorrelationSpec> = {
  type: 'temporal_ordered',
  thresholds: [],
  rules: ['a', 'b', 'd'],
  expression: {
    kind: 'and',
    items: [
      rule('a'),
      { kind: 'not', item: { kind: 'and', items: [{ kind: 'not', item: rule('b') }, rule('d')] } },
    ],
  },
};

describe('a window', () => {
  for (const [what, spec, happenings, expected] of [
    ['holds both of its ends', {}, times(0, 30, 60), [[60, 3]]],
    ['does not hold what is a moment older', {}, times(0, 30, 60.001), []],
    ['slides', {}, times(0, 40, 70, 95), [[95, 3]]],
    ['knows an event once', {}, [...times(0, 1), ...times(1)], []],
    [
      'takes events of one time together',
      {},
      [
        { at: 5, id: 'x' },
        { at: 5, id: 'y' },
        { at: 5, id: 'z' },
      ],
      [[5, 3]],
    ],
    ['is of one group', {}, [{ at: 0 }, { at: 1 }, { at: 2, fields: { User: 'bo' } }], []],
    [
      'knows a group whatever its case',
      {},
      [{ at: 0 }, { at: 1, fields: { User: 'AL' } }, { at: 2 }],
      [[2, 3]],
    ],
    [
      'leaves out events without a group',
      {},
      [{ at: 0 }, { at: 1 }, { at: 2, fields: { User: null } }],
      [],
    ],
    [
      'leaves out events of two groups',
      {},
      [{ at: 0 }, { at: 1 }, { at: 2, fields: { User: ['al', 'bo'] } }],
      [],
    ],
    ['counts distinct values', { type: 'value_count', ...N }, values('x', 'X', 'y', 'z'), [[3, 3]]],
    [
      'counts an address once, however written',
      { type: 'value_count', ...N },
      values('2001:DB8::1', '2001:db8:0:0::1', '10.0.0.1'),
      [],
    ],
    [
      'leaves out events without a value',
      { type: 'value_count', ...N },
      values('x', null, '', {}, 'y'),
      [],
    ],
    [
      'sums numbers, also as text',
      { type: 'value_sum', ...N, thresholds: [{ op: 'gt', value: 9 }] },
      values(4, '5', 1),
      [[2, 10]],
    ],
    [
      'averages',
      { type: 'value_avg', ...N, thresholds: [{ op: 'gt', value: 500 }] },
      values(400, 600, 800),
      [[2, 600]],
    ],
    [
      'takes the median',
      { type: 'value_median', ...N, thresholds: [{ op: 'gte', value: 5 }] },
      values(1, 9, 9),
      [
        [1, 5],
        [2, 9],
      ],
    ],
    [
      'takes a percentile between neighbours',
      { type: 'value_percentile', percentile: 25, ...N, thresholds: [{ op: 'gte', value: 2 }] },
      values(0, 4, 8),
      [[2, 2]],
    ],
    [
      'may have a lower bound',
      { thresholds: [{ op: 'lt', value: 2 }] },
      times(0, 100, 130),
      [
        [0, 1],
        [100, 1],
      ],
    ],
    [
      'may have a range',
      {
        thresholds: [
          { op: 'gte', value: 2 },
          { op: 'lt', value: 3 },
        ],
      },
      times(0, 1, 2),
      [[1, 2]],
    ],
    ['may have an exact value', { thresholds: [{ op: 'eq', value: 2 }] }, times(0, 1, 2), [[1, 2]]],
    [
      'may exclude a value',
      { thresholds: [{ op: 'neq', value: 2 }] },
      times(0, 1, 2),
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      'wants all rules of a temporal one, in any order',
      { type: 'temporal', ...AB },
      [{ rule: 'b', at: 0 }, { at: 1 }],
      [[1, 2]],
    ],
    [
      'wants them in order where that is said',
      { type: 'temporal_ordered', ...AB },
      [{ rule: 'b', at: 0 }, { at: 1 }],
      [],
    ],
    [
      'is in order at one time',
      { type: 'temporal_ordered', ...AB },
      [{ rule: 'b', at: 1 }, { at: 1 }],
      [[1, 2]],
    ],
    [
      'in order is not undone by more events of a rule that is not needed',
      EITHER_THEN_D,
      [{ rule: 'b', at: 0 }, { at: 1 }, { rule: 'd', at: 2 }],
      [[2, 3]],
    ],
    [
      'in order needs that of one way',
      EITHER_THEN_D,
      [{ rule: 'd', at: 0 }, { at: 1 }, { rule: 'b', at: 2 }],
      [],
    ],
    [
      'in order excludes a rule only where its way does',
      A_THEN_B_OR_NOT_D,
      [{ rule: 'b', at: 0 }, { at: 1 }, { rule: 'd', at: 2 }, { at: 100 }],
      [[100, 1]],
    ],
    ['is refuted by what came before', A_NOT_B, [{ rule: 'b', at: 0 }, { at: 10 }], []],
    ['is refuted by what comes after', A_NOT_B, [{ at: 10 }, { rule: 'b', at: 70 }], []],
    [
      'is not refuted by what is further off',
      A_NOT_B,
      [{ at: 10 }, { rule: 'b', at: 70.001 }],
      [[10, 1]],
    ],
  ] as const) {
    it(what, async () => assert.deepEqual(await firing(spec, happenings), expected));
  }

  it('takes no event without a time', async () => {
    assert.deepEqual(await firing({}, times(0, Number.NaN, 1)), []);
  });
});

describe('a correlation of correlations', () => {
  const inner = aCorrelation({ id: 'inner' });
  const outer = aCorrelation({
    id: 'outer',
    rules: ['inner'],
    thresholds: [{ op: 'gte', value: 2 }],
  });

  it('counts the windows of the other', async () => {
    const matches = await correlate([inner, outer], times(0, 1, 2, 3));
    const ends = matches.map(({ correlation, endMs }) => `${correlation.id} ${endMs / 1_000}`);
    assert.deepEqual(ends, ['inner 2', 'inner 3', 'outer 3']);
  });

  it('is settled after the other', async () => {
    const refutable = aCorrelation({ id: 'inner', thresholds: [{ op: 'eq', value: 1 }] });
    const one = aCorrelation({
      id: 'outer',
      rules: ['inner'],
      thresholds: [{ op: 'eq', value: 1 }],
    });
    const matches = await correlate([refutable, one], times(0));
    assert.deepEqual(
      matches.map(({ correlation }) => correlation.id),
      ['inner', 'outer'],
    );
  });

  it('waits for those that are settled later than itself', async () => {
    const hour = {
      id: 'hour',
      timespanMs: 3_600_000,
      thresholds: [{ op: 'lt', value: 3 }],
    } as const;
    const alone = aCorrelation({
      ...A_NOT_B,
      id: 'alone',
      rules: ['b', 'hour'],
      expression: { kind: 'and', items: [rule('b'), { kind: 'not', item: rule('hour') }] },
    });
    const correlations = [aCorrelation(hour), alone];
    const found: string[] = [];
    const correlator = new Correlator({
      tenant: 'acme',
      correlations,
      store: createMemoryPartialMatches(),
      onMatch: ({ correlation }) => void found.push(correlation.id),
    });
    const reader = { field: () => 'al', leaves: () => ['al'] };
    for (const id of ['a', 'b']) {
      correlator.feed(id, { reader, eventId: id, timeMs: 0, source: 's', evidence: () => '' });
    }
    for (const hours of [0.5, 1, 1.5, 2, 3]) await correlator.settle(hours * 3_600_000);
    assert.deepEqual(found, ['hour']);
  });
});
