// A rule's witnesses: tests without which it cannot match. The index made of them never hides a rule that matches.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  createWitnessIndex,
  type GlobPart,
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

const MANY: GlobPart = { kind: 'many' };

function globOf(parts: readonly GlobPart[]): MatchExpr {
  return { kind: 'field', field: 'a', test: { op: 'glob', parts } };
}

function regexOf(pattern: string, flags = ''): MatchExpr {
  return { kind: 'field', field: 'a', test: { op: 'regex', pattern, flags } };
}

const SHORT = has('a', 'xy');
const LONG = has('b', 'powershell');
const NONE: MatchExpr = {
  kind: 'field',
  field: 'c',
  test: { op: 'regex', pattern: '\\d', flags: '' },
};

const CASES: readonly (readonly [string, MatchExpr, readonly (readonly Witness[])[]])[] = [
  ['a text', LONG, [[of('b', 'powershell')]]],
  [
    'a cased text, folded',
    { kind: 'field', field: 'a', test: { op: 'equals', text: 'Ab', isCased: true } },
    [[of('a', 'ab', 'equals')]],
  ],
  [
    'those of each item of an AND, the most telling first',
    { kind: 'all', items: [has('a', 'wxyz'), NONE, LONG] },
    [[of('b', 'powershell')], [of('a', 'wxyz')]],
  ],
  [
    'at most three lists, and none behind the first that tells little',
    {
      kind: 'all',
      items: [
        SHORT,
        has('c', 'true', 'equals'),
        ...['1', '2', '3', '4'].map((n) => has('d', `abcde${n}`)),
      ],
    },
    [[of('d', 'abcde1')], [of('d', 'abcde2')], [of('d', 'abcde3')]],
  ],
  [
    'one of all items of an OR',
    { kind: 'any', items: [SHORT, LONG] },
    [[of('a', 'xy'), of('b', 'powershell')]],
  ],
  [
    'of an OR of ANDs, one of all first ones and one of all second ones',
    {
      kind: 'any',
      items: [
        { kind: 'all', items: [has('a', 'abcdefgh'), has('b', 'klmno')] },
        { kind: 'all', items: [has('c', 'pqrstuvw'), has('d', 'xyz12')] },
      ],
    },
    [
      [of('a', 'abcdefgh'), of('c', 'pqrstuvw')],
      [of('b', 'klmno'), of('d', 'xyz12')],
    ],
  ],
  ['none of an OR with an item that has none', { kind: 'any', items: [SHORT, NONE] }, []],
  [
    'those of both where two of two hold',
    { kind: 'atLeast', count: 2, items: [SHORT, LONG] },
    [[of('b', 'powershell')]],
  ],
  [
    'two of three where two hold',
    { kind: 'atLeast', count: 2, items: [SHORT, NONE, LONG] },
    [[of('b', 'powershell'), of('a', 'xy')]],
  ],
  ['none where none need hold', { kind: 'atLeast', count: 0, items: [LONG] }, []],
  ['none of an empty AND', { kind: 'all', items: [] }, []],
  ['an empty list for what cannot match', { kind: 'any', items: [] }, [[]]],
  ['none of a negation', { kind: 'not', item: LONG }, []],
  [
    'those of a named selection',
    { kind: 'named', name: 's', item: LONG },
    [[of('b', 'powershell')]],
  ],
  [
    'a keyword’s, in any leaf',
    { kind: 'keyword', test: { op: 'contains', text: 'powershell' } },
    [[{ field: null, op: 'contains', text: 'powershell' }]],
  ],
  [
    'none of a keyword that is a number',
    { kind: 'keyword', test: { op: 'number', value: 4, text: '4' } },
    [],
  ],
  [
    'a text rather than a truth value',
    { kind: 'all', items: [has('a', 'true', 'equals'), has('b', 'xy')] },
    [[of('b', 'xy')]],
  ],
  ['none of an empty text that is contained', has('a', ''), []],
  ['an empty text that is equal', has('a', '', 'equals'), [[of('a', '', 'equals')]]],
  ['none of a text with half a character', has('a', 'abc\ud800'), []],
  ['a whole character beyond the first plane', has('a', '😀'), [[of('a', '😀')]]],
  ['an s where the text has a long one', has('a', 'me\u017fsage'), [[of('a', 'message')]]],
  [
    'the parts of a pattern, each in its place',
    globOf([{ kind: 'text', text: 'ab' }, MANY, { kind: 'text', text: 'cde' }, MANY]),
    [[of('a', 'cde')]],
  ],
  [
    'the end of a pattern',
    globOf([MANY, { kind: 'text', text: '.exe' }]),
    [[of('a', '.exe', 'endswith')]],
  ],
  [
    'the beginning of a pattern',
    globOf([{ kind: 'text', text: 'abcd' }, MANY]),
    [[of('a', 'abcd', 'startswith')]],
  ],
  ['none of a pattern without text', globOf([MANY]), []],
  [
    'the texts that a regular expression cannot do without',
    regexOf('(?:net|sc)\\s+Start\\s+"?Spooler'),
    [[of('a', 'spooler')], [of('a', 'start')]],
  ],
  ['none of a regular expression that could be anything', regexOf('\\d+'), []],
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
