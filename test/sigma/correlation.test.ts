// Correlation documents → correlations whose rules are known, or a diagnostic with code and place.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CORRELATION_TYPES } from '../../src/model/index.ts';
import { correlationObject, load } from './correlations.ts';

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
