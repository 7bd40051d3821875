// Strings of a rule → what they match: wildcards, escapes, modifiers. Long because it is one table, kept whole.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import {
  compileOne,
  documentText,
  errorCodes,
  matchesEvent,
  ruleObject,
  selectionText,
} from '../support/rules.ts';
import { lowered, readSigmaString, slowMatches, type Wild } from '../support/slow-glob.ts';

/** True if `key: written` (YAML source) matches an event whose `f` is the text. */
function holds(written: string, text: unknown, key = 'f'): boolean {
  const rule = compileOne(selectionText([`${key}: ${written}`]));
  return rule.matches({ field: () => text, leaves: () => [] });
}

function compileValue(key: string, value: unknown) {
  return compileOne(
    documentText(ruleObject({ detection: { s: { [key]: value }, condition: 's' } })),
  );
}

describe('a backslash', () => {
  for (const [what, written, matched, unmatched] of [
    ['alone is a backslash', String.raw`'\cmd.exe'`, String.raw`\cmd.exe`, 'cmd.exe'],
    [
      'twice is one backslash',
      String.raw`'\\cmd.exe'`,
      String.raw`\cmd.exe`,
      String.raw`\\cmd.exe`,
    ],
    ['three times is two', String.raw`'\\\cmd.exe'`, String.raw`\\cmd.exe`, String.raw`\cmd.exe`],
    [
      'four times is two',
      String.raw`'\\\\cmd.exe'`,
      String.raw`\\cmd.exe`,
      String.raw`\\\\cmd.exe`,
    ],
    ['before a star makes it a star', String.raw`'a\*b'`, 'a*b', 'axb'],
    ['before a question mark makes it one', String.raw`'a\?b'`, 'a?b', 'axb'],
    [
      'twice before a star is a backslash and a wildcard',
      String.raw`'a\\*b'`,
      String.raw`a\xyb`,
      'a*b',
    ],
    [
      'twice before ? is a backslash and a wildcard',
      String.raw`'a\\?b'`,
      String.raw`a\xb`,
      String.raw`a\b`,
    ],
    [
      'three times before a star is a backslash and a star',
      String.raw`'a\\\*b'`,
      String.raw`a\*b`,
      String.raw`a\xb`,
    ],
    [
      'four times before a star is two and a wildcard',
      String.raw`'a\\\\*b'`,
      String.raw`a\\xb`,
      String.raw`a\xb`,
    ],
    ['before a letter stays', String.raw`'a\n'`, String.raw`a\n`, 'a\n'],
    ['at the end stays', String.raw`'a\'`, 'a\\', 'a'],
    ['twice at the end is one', String.raw`'a\\'`, 'a\\', String.raw`a\\`],
    ['before a quote stays', String.raw`'a\"'`, String.raw`a\"`, 'a"'],
    ['before a bar stays', String.raw`'a\|b'`, String.raw`a\|b`, 'a|b'],
  ] as const) {
    it(what, () => {
      assert.equal(holds(written, matched), true, matched);
      assert.equal(holds(written, unmatched), false, unmatched);
    });
  }
});

describe('a value', () => {
  for (const [what, key, written, value, expected] of [
    ['is a whole value', 'f', 'abc', 'xabc', false],
    ['has no case', 'f', 'ABC', 'aBc', true],
    ['has no case beyond ASCII', 'f', 'ÄΣ', 'äσ', true],
    ['of * is any text', 'f', '"*"', 'x', true],
    ['of * is also an empty text', 'f', '"*"', '', true],
    ['of * is no absent field', 'f', '"*"', undefined, false],
    ['of * is no null', 'f', '"*"', null, false],
    ['of ? is one character', 'f', '"?"', 'x', true],
    ['of ? is not none', 'f', '"?"', '', false],
    ['of ? is one character of two units', 'f', '"?"', '😀', true],
    ['may have a wildcard within', 'f', 'a*c', 'abbbc', true],
    ['may have wildcards at its ends', 'f', '"*b*"', 'abc', true],
    ['that is empty is an empty text', 'f', "''", '', true],
    ['that is empty is no absent field', 'f', "''", undefined, false],
    ['that is empty is no null', 'f', "''", null, false],
    ['that is null is an absent field', 'f', 'null', undefined, true],
    ['that is null is a null', 'f', 'null', null, true],
    ['that is null is no empty text', 'f', 'null', '', false],
    ['that is the text null is no null', 'f', '"null"', null, false],
    ['that is true is true', 'f', 'true', true, true],
    ['that is true is the text', 'f', 'true', 'True', true],
    ['that is true is not 1', 'f', 'true', 1, false],
    ['that is a number is its text', 'f', '445', '445', true],
    ['that is a text is its number', 'f', '"445"', 445, true],
    ['that is a number is the same number written otherwise', 'f', '445.0', '445', true],
    ['that is a text of a number is only that text', 'f', '"445"', '445.0', false],
    ['with padded digits is a text', 'f', '00000429', '00000429', true],
    ['with padded digits is no number', 'f', '00000429', 429, false],
    ['beyond 2^53 is exact', 'f', '18446744073709551615', '18446744073709551615', true],
    [
      'beyond 2^53 is not its neighbour',
      'f',
      '18446744073709551615',
      '18446744073709551614',
      false,
    ],
    ['just beyond 2^53 is not its neighbour', 'f', '9007199254740993', '9007199254740992', false],
    ['contained stands anywhere', 'f|contains', 'b', 'abc', true],
    ['contained has its case folded', 'f|contains', 'B', 'abc', true],
    ['contained may have a wildcard within', 'f|contains', 'a*c', 'xaxxcx', true],
    ['contained may have a ? at its end', 'f|contains', 'b?', 'abc', true],
    ['contained with ? at its end needs a character', 'f|contains', 'c?', 'abc', false],
    ['contained may have its own wildcards', 'f|contains', '"*b*"', 'abc', true],
    ['contained may have a literal star at its end', 'f|contains', "'b\\*'", 'ab*c', true],
    ['contained with a literal star needs it', 'f|contains', "'b\\*'", 'abc', false],
    ['contained may end in a backslash', 'f|contains', "'b\\'", 'ab\\c', true],
    ['contained and empty is in any text', 'f|contains', "''", 'abc', true],
    ['contained and empty is in no absent field', 'f|contains', "''", undefined, false],
    ['at the start is tied to it', 'f|startswith', 'b', 'abc', false],
    ['at the start may be all', 'f|startswith', 'abc', 'ABC', true],
    ['at the start may have a wildcard within', 'f|startswith', 'a*b', 'axxbx', true],
    ['at the end is tied to it', 'f|endswith', 'b', 'abc', false],
    ['at the end may begin with a backslash', 'f|endswith', "'\\cmd.exe'", 'C:\\CMD.EXE', true],
    ['at the end may have a wildcard within', 'f|endswith', 'b*d', 'abcd', true],
    ['at start and end is anywhere', 'f|startswith|endswith', 'b', 'abc', true],
    ['is one of a list', 'f', '[a, b]', 'B', true],
    ['is none of a list', 'f', '[a, b]', 'c', false],
    ['of a list may be null', 'f', '[a, null]', undefined, true],
    ['of a list may be of several types', 'f', '[a, 445, true]', '445', true],
    ['of a list with all must hold with the others', 'f|contains|all', '[a, b]', 'xbxa', true],
    ['of a list with all may not be missing', 'f|contains|all', '[a, b]', 'xa', false],
    ['of a list with all may hold for another member', 'f|all', '[a, b]', ['a', 'b'], true],
    ['of a list with all in front is the same', 'f|all|contains', '[a, b]', 'xbxa', true],
    ['is a network', 'f|cidr', '10.0.0.0/8', '10.1.2.3', true],
    ['is one of several networks', 'f|cidr', '[10.0.0.0/8, "::1/128"]', '0:0:0:0:0:0:0:1', true],
  ] as const) {
    it(what, () => {
      assert.equal(holds(written, value, key), expected);
    });
  }

  for (const [what, key, written, code] of [
    ['a number contained', 'f|contains', '445', 'SIGMA_MODIFIER_TYPE'],
    ['null contained', 'f|contains', 'null', 'SIGMA_MODIFIER_TYPE'],
    ['a boolean at the end', 'f|endswith', 'true', 'SIGMA_MODIFIER_TYPE'],
    ['one wrong value of a list', 'f|startswith', '[a, 5]', 'SIGMA_MODIFIER_TYPE'],
    ['a number as a network', 'f|cidr', '10', 'SIGMA_MODIFIER_TYPE'],
    ['null as a network', 'f|cidr', 'null', 'SIGMA_MODIFIER_TYPE'],
    ['a wildcard as a network', 'f|cidr', '10.*', 'SIGMA_CIDR'],
    ['an empty network', 'f|cidr', "''", 'SIGMA_CIDR'],
    ['a network with host bits', 'f|cidr', '10.0.0.1/8', 'SIGMA_CIDR'],
    ['a network that is a name', 'f|cidr', 'example.com', 'SIGMA_CIDR'],
    ['a network with too long a prefix', 'f|cidr', '10.0.0.0/33', 'SIGMA_CIDR'],
    ['an empty list', 'f', '[]', 'SIGMA_VALUE_TYPE'],
    ['a map', 'f', '{a: b}', 'SIGMA_VALUE_TYPE'],
    ['a list in a list', 'f', '[[a]]', 'SIGMA_VALUE_TYPE'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(errorCodes(selectionText([`${key}: ${written}`])), [code]);
    });
  }

  it('matches exactly the text that it escapes', () => {
    const unit = fc.constantFrom('a', 'B', '*', '?', '\\', '😀', "'", '"');
    const word = fc.string({ unit, maxLength: 8 });
    const property = fc.property(word, word, (text, other) => {
      const rule = compileValue('f', text.replaceAll(/[*?\\]/g, String.raw`\$&`));
      assert.equal(rule.matches({ field: () => text, leaves: () => [] }), true);
      assert.equal(
        rule.matches({ field: () => other, leaves: () => [] }),
        other.toLowerCase() === text.toLowerCase(),
      );
    });
    check(property, 1_000);
  });

  it('matches what a slow matcher says, under each modifier', () => {
    const unit = fc.constantFrom('a', 'A', 'b', '*', '?', '\\', '😀');
    const word = fc.string({ unit, maxLength: 7 });
    const star: Wild = { wild: '*' };
    const property = fc.property(
      word,
      word,
      fc.constantFrom('f', 'f|contains', 'f|startswith', 'f|endswith'),
      (written, text, key) => {
        const before = /contains|endswith/.test(key) ? [star] : [];
        const after = /contains|startswith/.test(key) ? [star] : [];
        const pattern = [...before, ...lowered(readSigmaString(written)), ...after];
        const found = compileValue(key, written).matches({ field: () => text, leaves: () => [] });
        assert.equal(found, slowMatches(pattern, text.toLowerCase()));
      },
    );
    check(property, 3_000);
  });
});

describe('a selection', () => {
  for (const [what, detection, event, expected] of [
    ['of a map wants every field', { f: 'a', g: 'b' }, { f: 'a', g: 'b' }, true],
    ['of a map is not content with one', { f: 'a', g: 'b' }, { f: 'a' }, false],
    ['of a list of maps wants one map', [{ f: 'a' }, { g: 'b' }], { g: 'b' }, true],
    ['of a list of maps wants one map whole', [{ f: 'a', g: 'b' }, { g: 'c' }], { g: 'b' }, false],
    ['of lists in lists wants one', [[{ f: 'a' }], [[{ g: 'b' }]]], { g: 'b' }, true],
    ['reads a dotted path', { 'a.b': 'x' }, { a: { b: 'x' } }, true],
    ['prefers the literal key', { 'a.b': 'x' }, { 'a.b': 'y', a: { b: 'x' } }, false],
    ['reads a path through arrays', { 'a.b': 'x' }, { a: [{ b: 'y' }, { b: ['x'] }] }, true],
    ['reads a name with spaces without them', { 'Threat Name': 'x' }, { ThreatName: 'x' }, true],
    ['sees no inherited key', { 'constructor.name': '*' }, {}, false],
    ['sees its own __proto__', { ['__proto__']: 'x' }, JSON.parse('{"__proto__":"x"}'), true],
  ] as const) {
    it(what, () => {
      const rule = compileOne(
        documentText(ruleObject({ detection: { s: detection, condition: 's' } })),
      );
      assert.equal(matchesEvent(rule, event), expected);
    });
  }
});

describe('an explanation', () => {
  for (const [key, value, event, expected] of [
    ['f|contains|all', ['B', 'a'], 'xaxb', ['B', 'a']],
    ['f', 445, '445', [445]],
    ['f', true, 'TRUE', [true]],
    ['f', ['x', 'A'], 'a', ['A']],
    ['f', null, undefined, [null]],
    ['f', 'a*', 'ab', ['a*']],
  ] as const) {
    it(`of ${key} ${JSON.stringify(value)} shows the values as written`, () => {
      const held = compileValue(key, value).explain({ field: () => event, leaves: () => [] });
      assert.deepEqual(
        held.map(({ ruleValue }) => ruleValue),
        expected,
      );
      assert.deepEqual(new Set(held.map(({ modifier }) => modifier)), new Set([key.slice(2)]));
    });
  }

  it('shows the digits of a number that no double holds', () => {
    const rule = compileOne(selectionText(['f: 18446744073709551615']));
    const [held] = rule.explain({ field: () => '18446744073709551615', leaves: () => [] });
    assert.equal(String(held?.ruleValue), '18446744073709551615');
  });
});
