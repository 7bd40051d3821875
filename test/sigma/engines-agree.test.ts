// The interpreter defines what a rule means; the optimiser and generated code agree on any expression and any event.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type DecidingTest,
  type FieldReader,
  interpret,
  type MatchExpr,
} from '../../src/runtime/index.ts';
import { compileNow, type RuleUnit } from '../../src/sigma/index.ts';
import { optimise } from '../../src/sigma/optimise/optimise.ts';
import { check, sample } from '../support/check.ts';
import { interpretUnit, judgesOf, verdicts } from '../support/engines.ts';
import { matchExpr } from '../support/expressions.ts';
import { fieldName, hostileEvent, hostileText } from '../support/hostile.ts';
import { ruleObject, unitsOf } from '../support/rules.ts';
import { runs } from '../support/runs.ts';

function toUnit(expr: MatchExpr): RuleUnit {
  return { meta: { id: 'r' }, expr, filters: [] };
}

/** A deciding test names its selection and the event's own value. */
function assertDecided(
  { field, eventValue, selection, holds }: DecidingTest,
  event: FieldReader,
): void {
  if (field !== undefined) assert.deepEqual(eventValue, event.field(field));
  else if (holds) assert.ok([...event.leaves()].includes(eventValue));
  else assert.equal(eventValue, undefined);
  assert.match(selection, /^[st]$/);
}

describe('an expression', () => {
  for (const [what, expr] of [
    ['an empty AND', { kind: 'all', items: [] }],
    ['an empty OR', { kind: 'any', items: [] }],
    ['no alternatives of a field', { kind: 'field', field: 'f', test: { op: 'any', tests: [] } }],
    ['no texts of a field', { kind: 'field', field: 'f', test: { op: 'oneOf', texts: [] } }],
    ['no parts of a pattern', { kind: 'field', field: 'f', test: { op: 'glob', parts: [] } }],
  ] as const) {
    it(`of ${what} means the same compiled`, () => {
      const [rule] = compileNow([toUnit(expr)]);
      for (const value of [undefined, null, '', 'a']) {
        const event = { field: () => value, leaves: () => [value] };
        assert.equal(rule?.matches(event), interpret(expr, event));
      }
    });
  }

  it('means the same compiled', () => {
    const property = fc.property(
      matchExpr,
      fc.array(hostileEvent, { minLength: 4, maxLength: 8 }),
      (expr, events) => {
        const [rule] = compileNow([toUnit(expr)]);
        assert.ok(rule !== undefined);
        for (const event of events) assert.equal(rule.matches(event), interpret(expr, event));
      },
    );
    check(property, 4_000);
  });

  it('means the same optimised', () => {
    const property = fc.property(
      matchExpr,
      fc.array(hostileEvent, { minLength: 4, maxLength: 8 }),
      (expr, events) => {
        const optimised = optimise(expr);
        for (const event of events) {
          assert.equal(interpret(optimised, event), interpret(expr, event));
        }
      },
    );
    check(property, 4_000);
  });

  it('is left as it was by the optimiser, which makes a new one', () => {
    const property = fc.property(matchExpr, (expr) => {
      const before = structuredClone(expr);
      optimise(expr);
      assert.deepEqual(expr, before);
    });
    check(property, 500);
  });

  it('means the same in a bundled file', async () => {
    const units = sample(matchExpr, 400).map(toUnit);
    const judges = await judgesOf(units);
    const events = sample(hostileEvent, 60);
    let matches = 0;
    for (const index of units.keys()) {
      for (const event of events) {
        const [first, ...others] = verdicts(judges, index, event);
        for (const other of others) assert.equal(other, first, JSON.stringify(units[index]));
        if (first) matches++;
      }
    }
    assert.ok(matches > 1_000 && matches < 23_000, `${matches} of 24000 matched: too one-sided`);
  });
});

const modifiers = fc.constantFrom(
  '',
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|all',
  '|all',
  '|cidr',
  '|neq',
  '|cased',
  '|contains|cased|neq',
  '|windash|contains',
  '|wide',
  '|base64offset|contains',
  '|re|i',
  '|fieldref',
  '|fieldref|endswith',
  '|exists',
  '|gte',
  '|hour',
);
const value = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(445, -1.5, 10, 1e300, 2 ** 60, true, null) },
);
const selection = fc.dictionary(
  fc.tuple(fieldName, modifiers).map((parts) => parts.join('')),
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 })),
  { minKeys: 1, maxKeys: 3 },
);
const condition = fc.constantFrom(
  ...[
    's',
    'not s',
    's and not t',
    's or t',
    '1 of them',
    'all of them',
    'not 1 of *',
    '2 of them',
    '(s or t) and not (s and t)',
  ],
);
const ruleDocument = fc
  .record({
    s: fc.oneof(
      { weight: 3, arbitrary: selection },
      { weight: 2, arbitrary: fc.array(selection, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(hostileText, { minLength: 1, maxLength: 3 }) },
    ),
    t: selection,
    condition,
  })
  .map((detection) => ruleObject({ detection }));

describe('a random rule of hostile texts', () => {
  it('is refused, or matches what the interpreter says', () => {
    let compiled = 0;
    const property = fc.property(
      ruleDocument,
      fc.array(hostileEvent, { maxLength: 6 }),
      (document, events) => {
        const units = unitsOf(document);
        const [rule] = compileNow(units);
        const [unit] = units;
        if (rule === undefined || unit === undefined) return;
        compiled++;
        const judge = interpretUnit(unit);
        for (const event of events) assert.equal(rule.matches(event), judge(event));
      },
    );
    check(property, 2_000);
    assert.ok(compiled > runs(150), `only ${compiled} of ${runs(2_000)} rules compiled`);
  });

  it('explains a match by the tests that decided it, and only a match', () => {
    const property = fc.property(ruleDocument, hostileEvent, (document, event) => {
      for (const rule of compileNow(unitsOf(document))) {
        const decided = rule.explain(event);
        if (!rule.matches(event)) assert.deepEqual(decided, []);
        for (const test of decided) assertDecided(test, event);
      }
    });
    check(property, 1_000);
  });
});
