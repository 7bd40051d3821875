// utf16, wide and the base64 family against Node's own encoders, which the compiler does not use.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import { itJudgesValues } from '../support/judge-table.ts';
import { compileOne, documentText, matchesEvent, ruleObject } from '../support/rules.ts';
import { anyText } from '../support/any-text.ts';

function base64(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64');
}

function base64Be(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('base64');
}

describe('utf16le, wide, utf16be and utf16', async () => {
  await itJudgesValues([
    ['f|utf16le', 'ab', ['a\0b\0', 'A\0B\0'], ['ab', '\0a\0b', 'a\0b']],
    ['f|wide', 'ab', ['a\0b\0'], ['ab', '\0a\0b']],
    ['f|utf16be', 'ab', ['\0a\0b'], ['ab', 'a\0b\0']],
    ['f|utf16', 'ab', ['\xff\xfea\0b\0'], ['a\0b\0', '\ufeffab', '\xef\xbb\xbfa\0b\0']],
    ['f|wide', '€', ['\xac\x20'], ['€', '\x20\xac']],
    ['f|utf16be', '😀', ['\xd8\x3d\xde\x00'], ['😀']],
    ['f|wide|contains', 'a*b', ['xa\0..b\0x'], ['ab']],
    ['f|wide', '', [''], ['a']],
  ]);
});

describe('base64 and base64offset', async () => {
  await itJudgesValues([
    ['f|base64', 'foobar', ['Zm9vYmFy', 'zm9VYMfy'], ['Zm9vYmFyYg==', 'foobar', '']],
    ['f|base64', 'a', ['YQ=='], ['YQ', 'YQ=']],
    ['f|base64|contains', 'foobar', ['x Zm9vYmFy x'], ['Zm9vYmE=']],
    ['f|base64|cased', 'foobar', ['Zm9vYmFy'], ['zm9vYmFy']],
    ['f|base64', 'é日😀', [base64('é日😀')], [base64('é日😀', 'latin1')]],
    ['f|wide|base64', 'ab', [base64('ab', 'utf16le')], [base64('ab'), base64Be('ab')]],
    ['f|utf16be|base64', 'ab', [base64Be('ab')], [base64('ab', 'utf16le')]],
    ['f|utf16|base64', 'ab', ['//5hAGIA'], ['77u/YQBiAA==', base64('ab', 'utf16le')]],
    ['f|wide|base64', 'é😀', [base64('é😀', 'utf16le')], [base64('é😀')]],
    [
      'f|base64offset|contains',
      'secret',
      [base64('secret'), base64('x secret'), base64('xx secret!'), base64(' secret..')],
      [base64('secre'), 'secret'],
    ],
    [
      'f|wide|base64offset|contains',
      'IEX',
      ['IEX', 'xIEX', 'xxIEXx'].map((text) => base64(text, 'utf16le')),
      ['IEX', 'xIEX'].map((text) => base64(text)),
    ],
    ['f|base64offset', 'abc', ['YWJj'], ['YWJjZA==']],
    [
      'f|base64offset|contains|all',
      ['secret', 'hidden'],
      [base64('hidden secret'), base64('xsecret, hidden')],
      [base64('secret'), base64('hidden')],
    ],
    [
      'f|windash|base64offset|contains',
      '-enc',
      [base64('x /enc'), base64('xx –enc x')],
      [base64('enc')],
    ],
  ]);
});

function encodes(key: string, text: string, found: string): boolean {
  const detection = { s: { [key]: text.replaceAll(/[*?\\]/g, String.raw`\$&`) }, condition: 's' };
  return matchesEvent(compileOne(documentText(ruleObject({ detection }))), { f: found });
}

const someText = anyText({ minLength: 1, maxLength: 12 });

describe('an encoded text', () => {
  it('of base64 is what Node makes of it, whatever the characters', () => {
    const property = fc.property(someText, (text) => {
      assert.equal(encodes('f|base64', text, base64(text)), true);
      assert.equal(encodes('f|wide|base64', text, base64(text, 'utf16le')), true);
      assert.equal(encodes('f|utf16be|base64', text, base64Be(text)), true);
    });
    check(property, 500);
  });

  it('of base64offset is found wherever it stands, in ASCII and in UTF-16', () => {
    const ascii = fc.string({
      unit: fc.constantFrom(...'ab-/+ ?*\\0'),
      minLength: 3,
      maxLength: 9,
    });
    const around = fc.string({ unit: 'grapheme-ascii', maxLength: 5 });
    const property = fc.property(ascii, around, around, (text, before, behind) => {
      const whole = before + text + behind;
      assert.equal(encodes('f|base64offset|contains', text, base64(whole)), true);
      const wide = base64(whole, 'utf16le');
      assert.equal(encodes('f|wide|base64offset|contains', text, wide), true);
    });
    check(property, 500);
  });

  it('of base64offset beyond ASCII is cut by characters, as the reference implementation does', () => {
    assert.equal(encodes('f|base64offset|contains', 'aéa', base64('aéa')), true);
    assert.equal(encodes('f|base64offset|contains', 'aéa', base64('aéa and more')), false);
  });
});
