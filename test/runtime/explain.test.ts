// decidingTests: what made a rule match and what did not prevent it, in the rule's order and words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  decidingTests,
  type FieldReader,
  interpret,
  type MatchExpr,
} from '../../src/runtime/index.ts';
import { createEventReader } from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { hostileEvent } from '../support/hostile.ts';
import { ruleObject, unitsOf } from '../support/rules.ts';

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
  return decidingTests(expr, reader(event)).map(
    ({ selection, field, ruleValue, eventValue, holds }) =>
      `${holds ? '' : '!'}${selection}:${field}=${ruleValue}<${JSON.stringify(eventValue)}`,
  );
}

const BOTH: MatchExpr = { kind: 'all', items: [is('f', 'a'), is('g', 'b')] };
const EITHER: MatchExpr = { kind: 'any', items: [is('f', 'a'), is('g', 'b')] };

describe('decidingTests', () => {
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
      'gives what stands under not and did not hold, behind what held',
      { kind: 'all', items: [{ kind: 'not', item: is('g', 'b') }, is('f', 'a')] },
      { f: 'a', g: 'x' },
      [':f=A<"a"', '!:g=B<"x"'],
    ],
    [
      'of several tests under not gives those that failed',
      { kind: 'not', item: named('s', BOTH) },
      { f: 'a', g: 'x' },
      ['!s:g=B<"x"'],
    ],
    [
      'of alternatives under not gives all, for all failed',
      { kind: 'not', item: named('s', EITHER) },
      { f: 'x' },
      ['!s:f=A<"x"', '!s:g=B<undefined'],
    ],
    [
      'gives what holds under two nots as what held',
      { kind: 'not', item: { kind: 'not', item: is('f', 'a') } },
      { f: 'a' },
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
    const [test] = decidingTests(expr, reader({}));
    assert.ok(test !== undefined);
    assert.equal(test.eventValue, undefined);
    assert.equal(test.ruleValue, null);
  });

  it('leaves out tests that the optimiser made, which no one wrote', () => {
    const expr: MatchExpr = { kind: 'field', field: 'f', test: { op: 'oneOf', texts: ['a'] } };
    assert.deepEqual(decidingTests(expr, reader({ f: 'a' })), []);
  });
});

/** The deciding tests of a rule's detection on an event. */
function decided(detection: object, event: object) {
  const [unit] = unitsOf(ruleObject({ detection }));
  assert.ok(unit !== undefined);
  return decidingTests(unit.expr, createEventReader({ ...event }));
}

describe('a test that did not prevent a match', () => {
  it('names its list of values once, with the event’s value', () => {
    const detection = {
      s: { f: 'a' },
      filter_main_net: { 'ip|cidr': ['127.0.0.0/8', '::1/128'] },
      filter_main_pid: { pid: 4 },
      condition: 's and not 1 of filter_main_*',
    };
    assert.deepEqual(decided(detection, { f: 'a', ip: '192.0.2.9', pid: 7 }), [
      { selection: 's', field: 'f', modifier: '', ruleValue: 'a', eventValue: 'a', holds: true },
      {
        selection: 'filter_main_net',
        field: 'ip',
        modifier: 'cidr',
        ruleValue: ['127.0.0.0/8', '::1/128'],
        eventValue: '192.0.2.9',
        holds: false,
      },
      {
        selection: 'filter_main_pid',
        field: 'pid',
        modifier: '',
        ruleValue: 4,
        eventValue: 7,
        holds: false,
      },
    ]);
  });

  it('of a list under "all" names the values that failed', () => {
    const detection = { s: { 'f|contains|all': ['a', 'b', 'c'] }, condition: 'not s' };
    const [test] = decided(detection, { f: 'b' });
    assert.deepEqual(test?.ruleValue, ['a', 'c']);
  });

  it('of keywords was found nowhere', () => {
    const [test, ...more] = decided({ k: ['x', 'y'], condition: 'not k' }, { f: 'z' });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [test?.field, test?.ruleValue, test?.eventValue],
      [undefined, ['x', 'y'], undefined],
    );
  });

  it('is named once, though its identifier stands twice', () => {
    const detection = { s: { f: 'a' }, n: { g: 'b' }, condition: '(s and not n) or (not n)' };
    assert.equal(decided(detection, { f: 'a' }).filter(({ holds }) => !holds).length, 1);
  });

  it('gives the value of the other field, where two are compared', () => {
    const [test] = decided({ s: { 'f|fieldref': 'g' }, condition: 'not s' }, { f: 'a', g: 'b' });
    assert.deepEqual([test?.ruleValue, test?.eventValue, test?.otherValue], ['g', 'a', 'b']);
  });
});

/** The expression with every test written down, and no keywords: what is read can be told by field. */
function writtenDown(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'keyword':
      return {
        ...is('f', 'a'),
        written: { modifier: 'k', value: JSON.stringify(expr.test) },
      } as MatchExpr;
    case 'field':
      return { ...expr, written: { modifier: 'w', value: JSON.stringify(expr.test) } };
    case 'fieldref':
      return { ...expr, written: { modifier: expr.relation, value: expr.other } };
    case 'not':
    case 'named':
      return { ...expr, item: writtenDown(expr.item) };
    default:
      return { ...expr, items: expr.items.map(writtenDown) };
  }
}

describe('the tests that decided', () => {
  it('decide alone: a match stays one whatever all other fields say', () => {
    let changed = 0;
    const property = fc.property(matchExpr, hostileEvent, hostileEvent, (raw, event, other) => {
      const expr = writtenDown(raw);
      fc.pre(interpret(expr, event));
      const tests = decidingTests(expr, event);
      const fields = new Set(
        tests.flatMap((test) =>
          'otherValue' in test ? [test.field, String(test.ruleValue)] : [test.field],
        ),
      );
      const mixed: FieldReader = {
        field: (name) => (fields.has(name) ? event.field(name) : other.field(name)),
        leaves: () => [],
      };
      if (!fields.has('f') || !fields.has('g')) changed++;
      assert.equal(interpret(expr, mixed), true);
    });
    check(property, 500);
    assert.ok(changed > 50, `only in ${changed} cases was there anything else to change`);
  });
});
