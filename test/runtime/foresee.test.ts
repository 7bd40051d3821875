// What is foreseen of an expression holds whatever its open fields turn out to be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FieldReader, foresee, interpret, type MatchExpr } from '../../src/runtime/index.ts';
import { fieldsOf } from '../../src/sigma/fields.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { eventValue, hostileEvent } from '../support/hostile.ts';

const RUNS = 2_000;

function withValues(event: FieldReader, values: ReadonlyMap<string, unknown>): FieldReader {
  return {
    field: (name) => (values.has(name) ? values.get(name) : event.field(name)),
    leaves: () => event.leaves(),
  };
}

test('without open fields it is what the interpreter says', () => {
  check(
    fc.property(matchExpr, hostileEvent, (expr, event) => {
      assert.equal(
        foresee(expr, event, () => false),
        interpret(expr, event),
      );
    }),
    RUNS,
  );
});

test('a verdict that is foreseen holds for any values of the open fields', () => {
  const values = fc.array(fc.option(eventValue, { nil: undefined }), { minLength: 1 });
  check(
    fc.property(matchExpr, hostileEvent, values, fc.nat(), (expr, event, come, mask) => {
      const open = fieldsOf(expr).filter((_, index) => ((mask >> (index % 31)) & 1) === 1);
      const foresight = foresee(expr, event, (field) => open.includes(field));
      const filled = new Map(open.map((field, index) => [field, come[index % come.length]]));
      if (foresight !== undefined)
        assert.equal(interpret(expr, withValues(event, filled)), foresight);
    }),
    RUNS,
  );
});

const YES: MatchExpr = {
  kind: 'field',
  field: 'port',
  test: { op: 'number', value: 445, text: '445' },
};
const NO: MatchExpr = { kind: 'not', item: YES };
const OPEN: MatchExpr = { kind: 'field', field: 'image', test: { op: 'equals', text: 'a' } };

for (const [what, expr, expected] of [
  ['an open field', OPEN, undefined],
  ['not an open field', { kind: 'not', item: OPEN }, undefined],
  ['a false one and an open one', { kind: 'all', items: [OPEN, NO] }, false],
  ['a true one and an open one', { kind: 'all', items: [YES, OPEN] }, undefined],
  ['a true one or an open one', { kind: 'any', items: [OPEN, YES] }, true],
  ['a false one or an open one', { kind: 'any', items: [NO, OPEN] }, undefined],
  [
    'two of a true, a false and an open one',
    { kind: 'atLeast', count: 2, items: [YES, NO, OPEN] },
    undefined,
  ],
  [
    'two of a false, a false and an open one',
    { kind: 'atLeast', count: 2, items: [NO, NO, OPEN] },
    false,
  ],
  ['none of nothing', { kind: 'atLeast', count: 0, items: [] }, true],
] satisfies readonly (readonly [string, MatchExpr, boolean | undefined])[]) {
  test(`${what} is ${expected ?? 'undecided'}`, () => {
    const event: FieldReader = {
      field: (name) => (name === 'port' ? 445 : undefined),
      leaves: () => [],
    };
    assert.equal(
      foresee(expr, event, (field) => field === 'image'),
      expected,
    );
  });
}
