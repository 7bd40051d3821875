// The index of rules by the event's id and by their witnesses: no rule that matches is hidden.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type FieldReader,
  indexRules,
  interpret,
  type MatchExpr,
  type RuleWitnesses,
} from '../../src/runtime/index.ts';
import { optimise } from '../../src/sigma/optimise/optimise.ts';
import { ruleWitnessesOf } from '../../src/sigma/witness/witnesses.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { hostileEvent } from '../support/hostile.ts';

const CREATED = { field: 'EventID', op: 'number', value: 4688, text: '4688' } as const;
const CMD = { field: 'Image', op: 'endswith', text: '\\cmd.exe' } as const;

const RULES: readonly RuleWitnesses[] = [
  {},
  { eventIds: [CREATED] },
  { eventIds: [CREATED], witnesses: [CMD] },
  { witnesses: [CMD] },
  { witnesses: [{ field: null, op: 'contains', text: 'mimikatz' }] },
  { eventIds: [], witnesses: [CMD] },
];

const CASES: readonly (readonly [string, Record<string, unknown>, readonly number[]])[] = [
  ['an event without an id', { Image: 'C:\\cmd.exe' }, [0, 3]],
  ['an id as a number', { EventID: 4688 }, [0, 1]],
  ['an id as a text', { EventID: '4688', Image: '\\CMD.EXE' }, [0, 1, 2, 3]],
  ['an id written otherwise', { EventID: '4688.0' }, [0, 1]],
  ['another id', { EventID: 4689, Image: '\\cmd.exe' }, [0, 3]],
  // Only numbers and short texts are ids: of anything else the other witnesses say enough.
  ['a list of ids', { EventID: [1, 4688] }, [0, 1]],
  ['a long text', { EventID: '000000004688', Image: '\\cmd.exe' }, [0, 1, 2, 3, 5]],
  ['a keyword in any leaf', { a: { b: ['x', 'MIMIKATZ'] } }, [0, 4]],
];

describe('the index of rules by event ids', () => {
  const index = indexRules(RULES);
  for (const [what, fields, expected] of CASES) {
    it(`gives, in their order, the rules that ${what} could match`, () => {
      assert.deepEqual(index(eventOf(fields)), expected);
      assert.deepEqual(index(eventOf(fields)), expected, 'and again');
    });
  }

  it('stays right past the ids that it remembers', () => {
    for (let id = 0; id < 600; id++) index(eventOf({ EventID: id }));
    assert.deepEqual(index(eventOf({ EventID: 4688 })), [0, 1]);
    assert.ok(index(eventOf({ EventID: '4688', Image: '\\cmd.exe' })).includes(2));
  });

  it('hides no rule that matches', () => {
    const id = fc.constantFrom<unknown>(undefined, null, 445, '445', '445.0', '', 'a', ['a', 445]);
    const events = fc.array(fc.tuple(hostileEvent, id), { minLength: 4, maxLength: 8 });
    const exprs = fc.array(matchExpr.map(withEventId), { minLength: 1, maxLength: 5 });
    const property = fc.property(exprs, events, (all, some) => {
      for (const each of [all, all.map(optimise)]) {
        const find = indexRules(each.map(ruleWitnessesOf));
        for (const [event, eventId] of some) {
          const read = withId(event, eventId);
          const candidates = new Set(find(read));
          each.forEach((expr, position) => {
            if (interpret(expr, read)) assert.ok(candidates.has(position), 'a match is hidden');
          });
        }
      }
    });
    check(property, 4_000);
  });
});

function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}

function eventOf(fields: Readonly<Record<string, unknown>>): FieldReader {
  return { field: (name) => fields[name], leaves: () => leavesOf(fields) };
}

function withId(event: FieldReader, eventId: unknown): FieldReader {
  return {
    field: (name) => (name === 'EventID' ? eventId : event.field(name)),
    leaves: () => [...event.leaves(), ...leavesOf(eventId)],
  };
}

/** The same expression, in which tests of the field `f` are of the event id. */
function withEventId(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'all':
    case 'any':
    case 'atLeast':
      return { ...expr, items: expr.items.map(withEventId) };
    case 'not':
    case 'named':
      return { ...expr, item: withEventId(expr.item) };
    case 'field':
      return expr.field === 'f' ? { ...expr, field: 'EventID' } : expr;
    case 'keyword':
    case 'fieldref':
      return expr;
  }
}
