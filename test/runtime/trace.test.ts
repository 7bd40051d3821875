// A trace says what the interpreter says at every node; the nearest miss names the fewest tests in the way.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  interpret,
  type MatchExpr,
  nearestMiss,
  type TestTrace,
  type Trace,
  traceExpr,
} from '../../src/runtime/index.ts';
import { createEventReader } from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { hostileEvent } from '../support/hostile.ts';
import { ruleObject, unitsOf } from '../support/rules.ts';

function exprOf(detection: object): MatchExpr {
  const [unit] = unitsOf(ruleObject({ detection }));
  assert.ok(unit !== undefined);
  return unit.expr;
}

function testsOf(trace: Trace): readonly TestTrace[] {
  if (trace.kind === 'test') return [trace];
  return 'item' in trace ? testsOf(trace.item) : trace.items.flatMap(testsOf);
}

/** The tests of a rule with one selection, on an event. */
function traced(selection: object, event: object): readonly TestTrace[] {
  const expr = exprOf({ s: selection, condition: 's' });
  return testsOf(traceExpr(expr, createEventReader({ ...event })));
}

describe('a trace', () => {
  it('has the verdict of the interpreter, for any expression and event', () => {
    const property = fc.property(matchExpr, hostileEvent, (expr, event) => {
      assert.equal(traceExpr(expr, event).holds, interpret(expr, event));
    });
    check(property, 500);
  });

  it('shows a list of values as one test, with those that held', () => {
    const [test, ...others] = traced({ 'f|contains': ['a', 'b', 'c'] }, { f: 'xbx' });
    assert.deepEqual(others, []);
    assert.deepEqual(test, {
      kind: 'test',
      holds: true,
      field: 'f',
      modifier: 'contains',
      link: 'any',
      values: ['a', 'b', 'c'],
      held: ['b'],
      eventValue: 'xbx',
    });
  });

  it('shows a list under "all" as one test, with those that held', () => {
    const [test] = traced({ 'f|contains|all': ['a', 'b'] }, { f: 'a' });
    assert.equal(test?.link, 'all');
    assert.equal(test?.holds, false);
    assert.deepEqual(test?.held, ['a']);
  });

  it('shows one value of many spellings as that value', () => {
    const [test, ...others] = traced({ 'f|windash|contains|all': ['-a', '-b'] }, { f: '/a' });
    assert.deepEqual(others, []);
    assert.deepEqual(test?.values, ['-a', '-b']);
    assert.deepEqual(test?.held, ['-a']);
  });

  it('keeps tests of different fields apart', () => {
    const tests = traced({ f: 'a', g: 'b' }, { f: 'a' });
    assert.deepEqual(
      tests.map(({ field, holds, eventValue }) => [field, holds, eventValue]),
      [
        ['f', true, 'a'],
        ['g', false, undefined],
      ],
    );
  });

  it('names the value that a keyword was found in', () => {
    const expr = exprOf({ keywords: ['x', 'needle'], condition: 'keywords' });
    const [test] = testsOf(traceExpr(expr, createEventReader({ a: 'hay', b: 'a needle' })));
    assert.equal(test?.field, undefined);
    assert.deepEqual(test?.held, ['needle']);
    assert.equal(test?.eventValue, 'a needle');
  });

  it('names the other field of a comparison of two', () => {
    const [test] = traced({ 'f|fieldref': 'g' }, { f: 'a', g: 'b' });
    assert.deepEqual(test?.other, { field: 'g', eventValue: 'b' });
  });
});

/** True where a group asks for more than it has: such a rule does not load. */
function isHopeless(trace: Trace): boolean {
  if (trace.kind === 'test') return false;
  if ('item' in trace) return isHopeless(trace.item);
  const needed = trace.kind === 'atLeast' ? trace.count : 1;
  return trace.items.length < needed || trace.items.some(isHopeless);
}

/** The verdict if these tests came out otherwise. */
function holdsTurned(trace: Trace, turned: ReadonlySet<TestTrace>): boolean {
  if (trace.kind === 'test') return trace.holds !== turned.has(trace);
  if (trace.kind === 'not') return !holdsTurned(trace.item, turned);
  if (trace.kind === 'named') return holdsTurned(trace.item, turned);
  const held = trace.items.filter((item) => holdsTurned(item, turned)).length;
  if (trace.kind === 'atLeast') return held >= trace.count;
  return trace.kind === 'all' ? held === trace.items.length : held > 0;
}

/** `selection:field` of what is in the way; `!` = it must not hold. */
function missed(detection: object, event: object): readonly string[] {
  const trace = traceExpr(exprOf(detection), createEventReader({ ...event }));
  return nearestMiss(trace).map(
    ({ selection, test, mustHold }) => `${mustHold ? '' : '!'}${selection}:${test.field}`,
  );
}

describe('the nearest miss', () => {
  it('is empty exactly where the expression holds, and turning its tests makes it hold', () => {
    const property = fc.property(matchExpr, hostileEvent, (expr, event) => {
      const trace = traceExpr(expr, event);
      // An empty OR, or 2 of 1, holds for nothing: no test stands in its way.
      fc.pre(!isHopeless(trace));
      const misses = nearestMiss(trace);
      assert.equal(misses.length === 0, trace.holds);
      const tests = testsOf(trace);
      // A test that stands in two places is named once.
      fc.pre(new Set(tests.map((test) => JSON.stringify(test))).size === tests.length);
      assert.equal(holdsTurned(trace, new Set(misses.map(({ test }) => test))), true);
    });
    check(property, 300);
  });

  const PAIR = { a: { f: '1', g: '2' }, b: { h: '3' } };
  for (const [what, detection, event, expected] of [
    [
      'every test that fails under "and"',
      { ...PAIR, condition: 'a and b' },
      {},
      ['a:f', 'a:g', 'b:h'],
    ],
    ['only those that fail', { ...PAIR, condition: 'a and b' }, { f: '1', h: '3' }, ['a:g']],
    ['the smaller branch of "or"', { ...PAIR, condition: 'a or b' }, {}, ['b:h']],
    [
      'what holds under "not"',
      { ...PAIR, condition: 'a and not b' },
      { f: '1', g: '2', h: '3' },
      ['!b:h'],
    ],
    [
      'one of the tests that hold together under "not"',
      { ...PAIR, condition: 'b and not a' },
      { f: '1', g: '2', h: '3' },
      ['!a:f'],
    ],
    [
      'a test once, though its identifier stands twice',
      { ...PAIR, condition: '(b and a) or (b and not a)' },
      { f: '1' },
      ['b:h'],
    ],
    [
      'as many as "2 of" lacks',
      { ...PAIR, c: { i: '4' }, condition: '2 of them' },
      { i: '4' },
      ['b:h'],
    ],
  ] as const) {
    it(`is ${what}`, () => {
      assert.deepEqual(missed(detection, event), expected);
    });
  }
});
