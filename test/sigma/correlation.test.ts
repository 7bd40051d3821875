// Correlation documents → correlations whose rules are known, or a diagnostic with code and place.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CORRELATION_TYPES } from '../../src/model/index.ts';
import { loadRuleset } from '../../src/sigma/index.ts';
import { ruleObject } from '../support/rules.ts';

const BASE = ruleObject({ id: 'base', name: 'base_name', title: 'Base' });
const OTHER = ruleObject({ id: 'other', title: 'Other' });

/** A correlation as an object; `changes` replace keys of its `correlation`. */
function correlationObject(changes: object = {}, document: object = {}): object {
  const correlation = {
    type: 'event_count',
    rules: ['base'],
    'group-by': ['User'],
    timespan: '5m',
    condition: { gte: 3 },
    ...changes,
  };
  return { title: 'C', id: 'c1', level: 'high', correlation, ...document };
}

function load(...documents: readonly object[]) {
  const text = [BASE, OTHER, ...documents].map((one) => JSON.stringify(one)).join('\n---\n');
  return loadRuleset([{ path: 'r.yml', text }]);
}

function specOf(changes: object = {}, document: object = {}) {
  const { correlations, diagnostics } = load(correlationObject(changes, document));
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.equal(correlations.length, 1);
  return correlations[0]?.spec;
}

describe('a correlation', () => {
  for (const type of CORRELATION_TYPES) {
    it(`may be of type ${type}`, () => {
      const condition = type.startsWith('value_') ? { field: 'f', gte: 3 } : { gte: 1 };
      assert.equal(specOf({ type, condition })?.type, type);
    });
  }

  for (const [timespan, seconds] of [
    ['90s', 90],
    ['5m', 300],
    ['2h', 7_200],
    ['1d', 86_400],
    ['1w', 604_800],
    ['1M', 2_629_746],
    ['1y', 31_556_952],
  ] as const) {
    it(`reads the timespan ${timespan}`, () => {
      assert.equal(specOf({ timespan })?.timespanMs, seconds * 1_000);
    });
  }

  for (const op of ['gt', 'gte', 'lt', 'lte', 'eq', 'neq']) {
    it(`compares by ${op}`, () => {
      assert.deepEqual(specOf({ condition: { [op]: 7 } })?.thresholds, [{ op, value: 7 }]);
    });
  }

  it('may have a range', () => {
    const { thresholds } = specOf({ condition: { gte: 3, lt: 9 } }) ?? {};
    assert.deepEqual(thresholds, [
      { op: 'gte', value: 3 },
      { op: 'lt', value: 9 },
    ]);
  });

  it('names rules by id or name, and keeps ids', () => {
    assert.deepEqual(specOf({ rules: ['base_name', 'other'] })?.rules, ['base', 'other']);
  });

  it('counts distinct tuples of several fields', () => {
    const condition = { field: ['a', 'b'], gte: 2 };
    assert.deepEqual(specOf({ type: 'value_count', condition })?.valueFields, ['a', 'b']);
  });

  it('reads aliases per rule, and other fields by their name', () => {
    const spec = specOf({
      rules: ['base', 'other'],
      'group-by': ['who', 'Host'],
      aliases: { who: { base: 'User', other: 'TargetUser' } },
    });
    assert.deepEqual(spec?.groupFields, { base: ['User', 'Host'], other: ['TargetUser', 'Host'] });
  });

  it('needs all rules where a temporal one has no condition', () => {
    const spec = specOf({ type: 'temporal', rules: ['base', 'other'], condition: undefined });
    assert.deepEqual(spec?.thresholds, [{ op: 'gte', value: 2 }]);
  });

  it('may state in words which rules must match', () => {
    const spec = specOf({
      type: 'temporal',
      rules: ['base_name', 'other'],
      condition: 'base_name and not other',
    });
    assert.deepEqual(spec?.expression, {
      kind: 'and',
      items: [
        { kind: 'rule', rule: 'base' },
        { kind: 'not', item: { kind: 'rule', rule: 'other' } },
      ],
    });
  });

  it('keeps tags, level and whether its rules report on their own', () => {
    const spec = specOf({ generate: true }, { tags: ['attack.t1021.002'] });
    assert.deepEqual(spec?.tags, ['attack.t1021.002']);
    assert.equal(spec?.level, 'high');
    assert.equal(spec?.generate, true);
    assert.equal(specOf()?.generate, false);
  });

  it('stands behind the correlations it refers to, however they are written', () => {
    const outer = correlationObject({ rules: ['inner'] }, { id: 'outer', title: 'Outer' });
    const inner = correlationObject({}, { id: 'inner', title: 'Inner' });
    const { correlations } = load(outer, inner);
    assert.deepEqual(
      correlations.map(({ spec }) => spec.id),
      ['inner', 'outer'],
    );
  });
});

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

describe('a correlation takes what other tools write', () => {
  it('the type in capitals, and a threshold as text', () => {
    const changes = { type: 'EVENT_COUNT', condition: { gte: '3' } };
    const [correlation] = load(correlationObject(changes)).correlations;
    assert.equal(correlation?.spec.type, 'event_count');
    assert.deepEqual(correlation.spec.thresholds, [{ op: 'gte', value: 3 }]);
  });

  it('an alias of some rules, and the field of its name for the others', () => {
    const changes = { 'group-by': ['User'], aliases: { User: { base: 'TargetUserName' } } };
    const [correlation] = load(correlationObject(changes)).correlations;
    assert.deepEqual(correlation?.spec.groupFields, { base: ['TargetUserName'] });
    const none = { 'group-by': ['User'], aliases: { User: {} } };
    const [other] = load(correlationObject(none)).correlations;
    assert.deepEqual(other?.spec.groupFields, { base: ['User'] });
  });

  for (const [type, plain] of [
    ['temporal_extended', 'temporal'],
    ['temporal_ordered_extended', 'temporal_ordered'],
  ] as const) {
    it(`${type}, which is ${plain}`, () => {
      const { correlations, diagnostics } = load(
        correlationObject({ ...EXTENDED, type, condition: 'base and other' }),
      );
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(correlations[0]?.spec.type, plain);
    });
  }

  it('a condition in words without a list of rules', () => {
    const changes = { ...EXTENDED, rules: undefined, condition: 'base and not other and base' };
    const { correlations, diagnostics } = load(correlationObject(changes));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.deepEqual(correlations[0]?.spec.rules, ['base', 'other']);
  });
});
