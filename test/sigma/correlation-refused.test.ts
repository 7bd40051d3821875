// Correlations that cannot be honoured → a diagnostic with code and place; doubtful ones load, and are told of.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlationObject, load } from './correlations.ts';

const EXTENDED = { type: 'temporal', rules: ['base', 'other'] };

describe('a correlation that cannot be honoured is refused', () => {
  for (const [what, changes, code] of [
    ['an unknown type', { type: 'event_counts' }, 'SIGMA_CORRELATION_TYPE'],
    ['no type', { type: undefined }, 'SIGMA_CORRELATION_TYPE'],
    ['no rules', { rules: undefined }, 'SIGMA_MISSING_FIELD'],
    ['an empty list of rules', { rules: [] }, 'SIGMA_MISSING_FIELD'],
    ['a rule that is a map', { rules: [{}] }, 'SIGMA_FIELD_TYPE'],
    ['a rule that nobody has', { rules: ['bas'] }, 'SIGMA_CORRELATION_NO_RULE'],
    ['no timespan', { timespan: undefined }, 'SIGMA_CORRELATION_TIMESPAN'],
    ['a timespan of 0', { timespan: '0s' }, 'SIGMA_CORRELATION_TIMESPAN'],
    ['a timespan without a unit', { timespan: 5 }, 'SIGMA_CORRELATION_TIMESPAN'],
    ['a timespan in parts', { timespan: '1h30m' }, 'SIGMA_CORRELATION_TIMESPAN'],
    ['a timespan beyond ten years', { timespan: '11y' }, 'SIGMA_CORRELATION_TIMESPAN'],
    ['no condition', { condition: undefined }, 'SIGMA_MISSING_FIELD'],
    ['an unknown operator', { condition: { ge: 3 } }, 'SIGMA_CORRELATION_CONDITION'],
    ['an empty condition', { condition: {} }, 'SIGMA_CORRELATION_CONDITION'],
    [
      'a threshold that is no number',
      { condition: { gte: 'three' } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    ['a list as condition', { condition: [3] }, 'SIGMA_CORRELATION_CONDITION'],
    [
      'a field to count events by',
      { condition: { field: 'a', gte: 1 } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    ['value_count of no field', { type: 'value_count' }, 'SIGMA_MISSING_FIELD'],
    [
      'a sum over two fields',
      { type: 'value_sum', condition: { field: ['a', 'b'], gte: 1 } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'a percentile of 101',
      { type: 'value_percentile', condition: { field: 'a', percentile: 101, gte: 1 } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'a percentile elsewhere',
      { condition: { percentile: 9, gte: 1 } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    ['words for counted events', { condition: 'base' }, 'SIGMA_CORRELATION_CONDITION'],
    [
      'words that leave a rule out',
      { ...EXTENDED, condition: 'base' },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'words that name a stranger',
      { ...EXTENDED, condition: 'base and x' },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'words with a pattern',
      { ...EXTENDED, condition: '1 of base*' },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'words that nothing completes',
      { ...EXTENDED, condition: 'not base and not other' },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'words in order that hold in more than 64 ways',
      {
        type: 'temporal_ordered',
        rules: ['base', 'other'],
        condition: Array.from({ length: 7 }, () => '(base or other)').join(' and '),
      },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'a sequence that names a rule twice',
      { type: 'temporal_ordered', rules: ['base', 'base_name'], condition: undefined },
      'SIGMA_CORRELATION_CONDITION',
    ],
    [
      'more rules than there are',
      { type: 'temporal', condition: { gte: 2 } },
      'SIGMA_CORRELATION_CONDITION',
    ],
    ['a key it does not know', { groupby: ['a'] }, 'SIGMA_CORRELATION_KEY'],
    ['a window that tumbles', { window: 'tumbling' }, 'SIGMA_CORRELATION_KEY'],
    ['aliases in a list', { aliases: [] }, 'SIGMA_FIELD_TYPE'],
    [
      'an alias of a stranger',
      { 'group-by': ['a'], aliases: { a: { base: 'f', other: 'f' } } },
      'SIGMA_CORRELATION_ALIAS',
    ],
    [
      'an alias of a value',
      {
        type: 'value_count',
        aliases: { ip: { base: 'src' } },
        condition: { field: 'ip', gte: 2 },
      },
      'SIGMA_CORRELATION_ALIAS',
    ],
    ['"generate" as text', { generate: 'yes' }, 'SIGMA_FIELD_TYPE'],
    ['itself', { rules: ['c1'] }, 'SIGMA_CORRELATION_CYCLE'],
  ] as const) {
    it(`for ${what}`, () => {
      const { correlations, diagnostics } = load(correlationObject(changes));
      const codes = diagnostics
        .filter(({ severity }) => severity === 'error')
        .map((one) => one.code);
      assert.deepEqual(correlations, []);
      assert.ok(codes.includes(code), String(codes));
      assert.ok(diagnostics.every(({ position }) => position.path === 'r.yml'));
    });
  }

  it('for a circle through others, each by name', () => {
    const one = correlationObject({ rules: ['c2'] }, { id: 'c1', title: 'One' });
    const two = correlationObject({ rules: ['c1'] }, { id: 'c2', title: 'Two' });
    const { correlations, diagnostics } = load(one, two);
    assert.deepEqual(correlations, []);
    assert.ok(diagnostics.some(({ code }) => code === 'SIGMA_CORRELATION_CYCLE'));
    assert.deepEqual([...new Set(diagnostics.map(({ rule }) => rule))].sort(), ['One', 'Two']);
  });

  for (const key of ['detection', 'filter']) {
    it(`for a ${key} beside it`, () => {
      const { diagnostics } = load(correlationObject({}, { [key]: { condition: 's' } }));
      assert.ok(diagnostics.some(({ code }) => code === 'SIGMA_CORRELATION_KEY'));
    });
  }

  it('for an id that a rule has', () => {
    const { correlations, diagnostics } = load(correlationObject({}, { id: 'base' }));
    assert.deepEqual(correlations, []);
    assert.ok(diagnostics.some(({ code }) => code === 'SIGMA_DUPLICATE_ID'));
  });

  it('and says so of doubtful ones that load', () => {
    const { correlations, diagnostics } = load(
      correlationObject({ 'group-by': undefined, timespan: undefined, timeframe: '5m' }),
    );
    assert.equal(correlations.length, 1);
    assert.deepEqual(diagnostics.map(({ code }) => code).sort(), [
      'LINT_CORRELATION_GROUP',
      'LINT_CORRELATION_TIMEFRAME',
    ]);
  });

  it('and says so of aliases that change less than they seem to', () => {
    for (const changes of [
      { 'group-by': ['a'], aliases: { a: {} } },
      { aliases: { a: { base: 'f' } } },
    ]) {
      const { correlations, diagnostics } = load(correlationObject(changes));
      assert.equal(correlations.length, 1);
      assert.ok(diagnostics.some(({ code }) => code === 'LINT_CORRELATION_ALIAS'));
    }
  });
});
