// Nothing from a log or a rule reaches a terminal as anything but visible text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeJson } from '../../src/cli/safe-text.ts';
import { middleCut, safeText } from '../../src/model/index.ts';
import { anyText } from '../support/any-text.ts';

const UNSAFE: readonly (readonly [string, string])[] = [
  ['an escape sequence', '\u001b[31m'],
  ['a newline', '\n'],
  ['a carriage return', '\r'],
  ['a bell', '\u0007'],
  ['DEL', '\u007f'],
  ['a C1 control (CSI)', '\u009b'],
  ['a bidi override', '\u202e'],
  ['a bidi isolate', '\u2066'],
  ['a left-to-right mark', '\u200e'],
  ['a zero-width space', '\u200b'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a byte order mark', '\ufeff'],
  ['a tag character', '\u{e0041}'],
  ['a lone surrogate', '\ud800'],
];

for (const [what, unsafe] of UNSAFE) {
  test(`${what} is named in text and escaped in JSON`, () => {
    const text = safeText(`a${unsafe}b`);
    assert.match(text, /^a<U\+[0-9A-F]{4,6}>/);
    const json = safeJson({ value: `a${unsafe}b` });
    assert.match(json, /^[\x20-\x7e]*$/);
    assert.deepEqual(JSON.parse(json), { value: `a${unsafe}b` });
  });
}

test('ordinary text stays as it is', () => {
  for (const text of ['C:\\Users\\Zoë\\東京.exe', 'NT-AUTORITÄT\\NETZWERKDIENST', '😀']) {
    assert.equal(safeText(text), text);
    assert.equal(safeJson(text), JSON.stringify(text));
  }
});

test('any text comes out of JSON as it went in, with nothing a terminal acts on', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const json = safeJson({ text });
      assert.doesNotMatch(json, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      assert.doesNotMatch(safeText(text), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      assert.deepEqual(JSON.parse(json), { text });
    }),
  );
});

const CUTS: readonly (readonly [string, number, string])[] = [
  ['abcdefgh', 8, 'abcdefgh'],
  ['abcdefgh', 5, 'ab…gh'],
  ['abcdefgh', 4, 'a…gh'],
  ['abcdefgh', 1, '…'],
  ['abcdefgh', 0, ''],
  ['😀😀😀😀', 3, '😀…😀'],
];

for (const [text, width, cut] of CUTS) {
  test(`${text} cut to ${width} is "${cut}"`, () => {
    assert.equal(middleCut(text, width), cut);
  });
}
