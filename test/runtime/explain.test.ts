// heldTests: what made a rule match, in the rule's order and words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FieldReader, heldTests, type MatchExpr } from '../../src/runtime/index.ts';

function reader(event: Readonly<Record<string, unknown>>): FieldReader {
  return {
    field: (name) => (Object.hasOwn(event, name) ? event[name] : undefined),
    leaves: () => [],
  };
}

function is(field: string, text: string): MatchExpr {
  const written = { modifier: '', value: text.toUpperCase() };
  return { kind: 'field', field, test: { op: 'equals', text }, written };
}

function named(name: string, item: MatchExpr): MatchExpr {
  return { kind: 'named', name, item };
}

function held(expr: MatchExpr, event: Readonly<Record<string, unknown>>): readonly string[] {
  return heldTests(expr, reader(event)).map(
    ({ selection, field, ruleValue, eventValue }) =>
      `${selection}:${field}=${ruleValue}<${JSON.stringify(eventValue)}`,
  );
}

const BOTH: MatchExpr = { kind: 'all', items: [is('f', 'a'), is('g', 'b')] };
const EITHER: MatchExpr = { kind: 'any', items: [is('f', 'a'), is('g', 'b')] };

describe('heldTests', () => {
  for (const [what, expr, event, expected] of [
    [
      'names the selection of each test',
      named('s', BOTH),
      { f: 'a', g: 'B' },
      ['s:f=A<"a"', 's:g=B<"B"'],
    ],
    ['is empty where the rule does not match', named('s', BOTH), { f: 'a' }, []],
    ['leaves out alternatives that do not hold', EITHER, { g: 'b' }, [':g=B<"b"']],
    ['gives every alternative that holds', EITHER, { f: 'a', g: 'b' }, [':f=A<"a"', ':g=B<"b"']],
    [
      'leaves out what stands under not',
      { kind: 'all', items: [is('f', 'a'), { kind: 'not', item: is('g', 'b') }] },
      { f: 'a', g: 'x' },
      [':f=A<"a"'],
    ],
    [
      'leaves out a branch of which a part failed',
      { kind: 'any', items: [named('s', BOTH), named('t', is('f', 'a'))] },
      { f: 'a' },
      ['t:f=A<"a"'],
    ],
    ['shows an array whole', is('f', 'a'), { f: ['x', 'a'] }, [':f=A<["x","a"]']],
  ] as const) {
    it(what, () => {
      assert.deepEqual(held(expr, event), expected);
    });
  }

  it('says that an absent field was absent', () => {
    const written = { modifier: '', value: null };
    const expr: MatchExpr = { kind: 'field', field: 'f', test: { op: 'null' }, written };
    const [test] = heldTests(expr, reader({}));
    assert.ok(test !== undefined);
    assert.equal(test.eventValue, undefined);
    assert.equal(test.ruleValue, null);
  });

  it('leaves out tests that the optimiser made, which no one wrote', () => {
    const expr: MatchExpr = { kind: 'field', field: 'f', test: { op: 'oneOf', texts: ['a'] } };
    assert.deepEqual(heldTests(expr, reader({ f: 'a' })), []);
  });
});
