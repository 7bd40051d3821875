// foldCase: no case, one character for one, so that wildcards and substrings mean the same before and after.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { foldCase } from '../../src/runtime/index.ts';
import { check } from '../support/check.ts';
import { anyText } from '../support/any-text.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('İ', 'I', 'i', 'Σ', 'σ', 'ς', 'K', 'Å', 'ẞ', 'ß', '𐐀', '😀', '\u0307', 'A'),
    anyText({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
});

describe('foldCase', () => {
  for (const [what, from, to] of [
    ['folds ASCII', 'CMD.EXE', 'cmd.exe'],
    ['leaves digits and marks', '0-9_\\/:"', '0-9_\\/:"'],
    ['folds Latin and Cyrillic', 'ÄÖÜ ЖЯ', 'äöü жя'],
    ['folds the Kelvin sign to k', '\u212a', 'k'],
    ['folds the Ångström sign to å', '\u212b', 'å'],
    ['folds a capital sigma alike at the end of a word and within', 'ΣΑΣ', 'σασ'],
    ['keeps the dotted capital I, which has no lower case of one character', 'İI', 'İi'],
    ['keeps every dotted capital I of several', 'aİBİİc', 'aİbİİc'],
    ['folds letters beyond the basic plane', '𐐀', '𐐨'],
    ['leaves lone surrogates', '\ud83dA\ude00', '\ud83da\ude00'],
    ['leaves an empty text', '', ''],
  ] as const) {
    it(what, () => {
      assert.equal(foldCase(from), to);
    });
  }

  it('keeps the length of every character there is, and folds a fold to itself', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const folded = foldCase(character);
      assert.equal(folded.length, character.length, `U+${code.toString(16)}`);
      assert.equal(foldCase(folded), folded, `U+${code.toString(16)}`);
    }
  });

  it('makes one of a letter and its lower case, wherever the lower case is one character', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (character === 'İ') continue;
      assert.equal(foldCase(character.toLowerCase()), foldCase(character));
    }
  });

  it('folds a text piece by piece as it folds the whole', () => {
    const property = fc.property(text, text, text, (before, piece, after) => {
      const whole = foldCase(before + piece + after);
      assert.equal(whole, foldCase(before) + foldCase(piece) + foldCase(after));
      assert.ok(whole.includes(foldCase(piece)));
    });
    check(property, 5_000);
  });
});
