// A rule's witnesses: tests without which it cannot match. The index made of them never hides a rule that matches.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  createWitnessIndex,
  interpret,
  type MatchExpr,
  type Witness,
} from '../../src/runtime/index.ts';
import { optimise } from '../../src/sigma/optimise/optimise.ts';
import { witnessesOf } from '../../src/sigma/witness/witnesses.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { hostileEvent } from '../support/hostile.ts';

type TextOp = 'equals' | 'contains' | 'startswith' | 'endswith';

function has(field: string, text: string, op: TextOp = 'contains'): MatchExpr {
  return { kind: 'field', field, test: { op, text } };
}

function of(field: string, text: string, op: TextOp = 'contains'): Witness {
  return { field, op, text };
}

const SHORT = has('a', 'xy');
const LONG = has('b', 'powershell');
const NONE: MatchExpr = {
  kind: 'field',
  field: 'c',
  test: { op: 'regex', pattern: 'x', flags: '' },
};

const CASES: readonly (readonly [string, MatchExpr, readonly Witness[] | undefined])[] = [
  ['a text', LONG, [of('b', 'powershell')]],
  [
    'a cased text, folded',
    { kind: 'field', field: 'a', test: { op: 'equals', text: 'Ab', isCased: true } },
    [of('a', 'ab', 'equals')],
  ],
  [
    'the most telling one of an AND',
    { kind: 'all', items: [SHORT, NONE, LONG] },
    [of('b', 'powershell')],
  ],
  ['all of an OR', { kind: 'any', items: [SHORT, LONG] }, [of('b', 'powershell'), of('a', 'xy')]],
  ['none of an OR with an item that has none', { kind: 'any', items: [SHORT, NONE] }, undefined],
  [
    'one of two where two of two hold',
    { kind: 'atLeast', count: 2, items: [SHORT, LONG] },
    [of('b', 'powershell')],
  ],
  [
    'two of three where two hold',
    { kind: 'atLeast', count: 2, items: [SHORT, NONE, LONG] },
    [of('b', 'powershell'), of('a', 'xy')],
  ],
  ['none where none need hold', { kind: 'atLeast', count: 0, items: [LONG] }, undefined],
  ['none of an empty AND', { kind: 'all', items: [] }, undefined],
  ['an empty list for what cannot match', { kind: 'any', items: [] }, []],
  ['none of a negation', { kind: 'not', item: LONG }, undefined],
  ['those of a named selection', { kind: 'named', name: 's', item: LONG }, [of('b', 'powershell')]],
  [
    'a keyword’s, in any leaf',
    { kind: 'keyword', test: { op: 'contains', text: 'powershell' } },
    [{ field: null, op: 'contains', text: 'powershell' }],
  ],
  [
    'none of a keyword that is a number',
    { kind: 'keyword', test: { op: 'number', value: 4, text: '4' } },
    undefined,
  ],
  [
    'a text rather than a truth value',
    { kind: 'all', items: [has('a', 'true', 'equals'), has('b', 'xy')] },
    [of('b', 'xy')],
  ],
  ['none of an empty text that is contained', has('a', ''), undefined],
  ['an empty text that is equal', has('a', '', 'equals'), [of('a', '', 'equals')]],
  ['none of a text with half a character', has('a', 'abc\ud800'), undefined],
  [
    'the longest part of a pattern',
    {
      kind: 'field',
      field: 'a',
      test: {
        op: 'glob',
        parts: [{ kind: 'text', text: 'ab' }, { kind: 'many' }, { kind: 'text', text: 'cde' }],
      },
    },
    [of('a', 'cde')],
  ],
  [
    'none of a pattern without text',
    { kind: 'field', field: 'a', test: { op: 'glob', parts: [{ kind: 'many' }] } },
    undefined,
  ],
];

describe('the witnesses of a rule', () => {
  for (const [what, expr, expected] of CASES) {
    it(`are ${what}`, () => {
      assert.deepEqual(witnessesOf(expr), expected);
    });
  }

  it('hold for every event that it matches', () => {
    const property = fc.property(
      fc.array(matchExpr, { minLength: 1, maxLength: 4 }),
      fc.array(hostileEvent, { minLength: 4, maxLength: 8 }),
      (exprs, events) => {
        for (const each of [exprs, exprs.map(optimise)]) {
          const index = createWitnessIndex(each.map((expr) => witnessesOf(expr)));
          for (const event of events) {
            const candidates = new Set(index(event));
            each.forEach((expr, id) => {
              if (interpret(expr, event)) assert.ok(candidates.has(id), 'a match is a candidate');
            });
          }
        }
      },
    );
    check(property, 4_000);
  });
});
