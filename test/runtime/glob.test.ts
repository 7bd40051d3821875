// globMatches against a slow matcher over characters that is obviously right.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type GlobPart, globMatches, toGlob } from '../../src/runtime/index.ts';
import { check } from '../support/check.ts';
import { slowMatches, type Wild } from '../support/slow-glob.ts';

const MANY: GlobPart = { kind: 'many' };
const ONE: GlobPart = { kind: 'one' };
const lit = (text: string): GlobPart => ({ kind: 'text', text });

function matches(parts: readonly GlobPart[], text: string): boolean {
  return globMatches(toGlob(parts), text);
}

function toWild(parts: readonly GlobPart[]): readonly Wild[] {
  return parts.flatMap((part): readonly Wild[] => {
    if (part.kind === 'text') return [...part.text].map((literal) => ({ literal }));
    return [{ wild: part.kind === 'many' ? '*' : '?' }];
  });
}

const ALPHABET = ['a', 'b', '😀', '😁', '\u2028'] as const;
const word = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 8 });
const part = fc.oneof(
  fc.constantFrom(MANY, ONE),
  fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 1, maxLength: 2 }).map(lit),
);

describe('globMatches', () => {
  for (const [what, parts, text, expected] of [
    ['matches an empty text by no parts', [], '', true],
    ['matches only an empty text by no parts', [], 'a', false],
    ['matches an empty text by *', [MANY], '', true],
    ['matches a line break by *', [MANY], 'a\r\nb\u2028', true],
    ['needs a character for ?', [ONE], '', false],
    ['takes one character by ?', [ONE], 'a', true],
    ['takes one character, not two, by ?', [ONE], 'ab', false],
    ['takes a line break by ?', [lit('a'), ONE, lit('b')], 'a\nb', true],
    ['takes a character of two units as one by ?', [ONE], '😀', true],
    ['does not split a character of two units', [ONE, ONE], '😀', false],
    ['does not split a character of two units behind *', [MANY, ONE, ONE], '😀', false],
    [
      'does not split a character of two units between *',
      [MANY, ONE, MANY, ONE, MANY],
      '😀',
      false,
    ],
    ['ties the first text to the start', [lit('a'), MANY], 'ba', false],
    ['ties the last text to the end', [MANY, lit('a')], 'ab', false],
    ['does not use a character twice', [lit('ab'), MANY, lit('ba')], 'aba', false],
    ['may put nothing between', [lit('ab'), MANY, lit('ba')], 'abba', true],
    ['finds the last text behind an earlier one', [MANY, lit('a'), MANY, lit('a')], 'aba', true],
    ['finds texts in order', [MANY, lit('a'), MANY, lit('b'), MANY], 'ba', false],
    ['joins neighbouring *', [MANY, MANY, lit('a'), MANY, MANY], 'bab', true],
    ['lets ? follow * anywhere', [MANY, ONE, lit('b'), MANY], 'ab', true],
    ['wants a character between * and text', [MANY, ONE, lit('b')], 'b', false],
    ['ends exactly', [lit('a'), ONE, ONE], 'abcd', false],
    ['keeps a literal star apart from a wildcard', [lit('*')], 'a', false],
  ] as const) {
    it(what, () => {
      assert.equal(matches(parts, text), expected);
      assert.equal(slowMatches(toWild(parts), text), expected, 'the slow matcher');
    });
  }

  it('agrees with the slow matcher on every pattern and text', () => {
    const property = fc.property(fc.array(part, { maxLength: 7 }), word, (parts, text) => {
      assert.equal(matches(parts, text), slowMatches(toWild(parts), text));
    });
    check(property, 20_000);
  });

  it('agrees with the slow matcher on texts made to match', () => {
    const filled = fc.array(fc.tuple(part, word), { maxLength: 6 });
    const property = fc.property(filled, word, (pieces, extra) => {
      const parts = pieces.map(([one]) => one);
      const text = pieces
        .map(([one, filling]) => {
          if (one.kind === 'text') return one.text;
          return one.kind === 'many' ? filling : ([...filling][0] ?? 'a');
        })
        .join('');
      assert.equal(matches(parts, text), true);
      assert.equal(matches(parts, text + extra), slowMatches(toWild(parts), text + extra));
    });
    check(property, 10_000);
  });

  it('answers patterns that make backtracking matchers hang', () => {
    const stars = Array.from({ length: 40 }, () => [MANY, lit('a')]).flat();
    const long = 'a'.repeat(100_000);
    assert.equal(matches([...stars, MANY, lit('b')], long), false);
    assert.equal(matches([...stars, MANY], long), true);
    const questions = Array.from({ length: 40 }, () => [MANY, ONE]).flat();
    assert.equal(matches([...questions, lit('b')], long), false);
    assert.equal(matches([MANY, ...Array<GlobPart>(1_000).fill(ONE)], long), true);
  });
});
