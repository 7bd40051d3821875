// Which texts a regular expression cannot do without: what RE2 finds always has them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { regexMatches, searchFold, toRegex } from '../../src/runtime/index.ts';
import { leastLengthOf, parseRegex } from '../../src/sigma/witness/regex-tree.ts';
import { textsOfRegex } from '../../src/sigma/witness/regex-texts.ts';
import { check } from '../support/check.ts';
import { regexPattern, regexText } from '../support/regex-patterns.ts';

type Lists = readonly (readonly string[])[];

const CASES: readonly (readonly [what: string, pattern: string, lists: Lists])[] = [
  ['a text', 'ipconfig', [['ipconfig']]],
  ['what stands between unknown characters', 'net\\s+config.*x', [['config'], ['net'], ['x']]],
  ['alternatives of one text', 'a(?:b|c)d', [['abd', 'acd']]],
  ['an optional character, and none', 'e`?n', [['e`n', 'en']]],
  ['an end that stands in the others', '"?(?:x|yx)', [['x']]],
  ['those around what could be anything', 'a[x-z]*bc', [['bc'], ['a']]],
  ['each character of a class of few', '[/-]enc', [['/enc', '-enc']]],
  ['none of a class of all others', '[^a]', []],
  ['none where an alternative has none', 'abc|\\d', []],
  [
    'one of the first ones of each alternative, one of the second ones',
    'a\\dbc|d\\def',
    [
      ['bc', 'ef'],
      ['a', 'd'],
    ],
  ],
  ['a text as often as it is repeated', '(?:ab){2}', [['abab']]],
  ['the least that is repeated without end', '(?:ab){2,}', [['abab']]],
  ['none of what may be absent', '(?:ab)*', []],
  ['a text in quotes', '\\Qa.b*\\E', [['a.b*']]],
  ['quotes of which the last character is repeated', '\\Qab\\E*c', [['a'], ['c']]],
  ['characters by their codes', '\\x41\\x{42}\\t', [['ab\t']]],
  ['a bracket that stands first in a class', '[]a]b', [[']b', 'ab']]],
  ['a text between places', '^\\bab$', [['ab']]],
  ['texts that have names', '(?P<n>ab)(?<m>c)', [['abc']]],
  ['a text in any case', '(?i)PowerShell', [['powershell']]],
  ['none beyond ASCII where case does not count', '(?i)\u00e9', []],
  ['none in a group without case, and the one behind it', '(?i:\u00e9)\u00c9', [['\u00e9']]],
  ['a text with a brace that counts nothing', 'a{,2}b', [['a{,2}b']]],
  ['none of octal codes', 'abc\\101', []],
  ['none of an empty pattern', '', []],
];

describe('the texts of a regular expression', () => {
  for (const [what, pattern, lists] of CASES) {
    it(`are ${what}`, () => {
      toRegex(pattern, '');
      assert.deepEqual(textsOfRegex(pattern, ''), lists);
    });
  }

  it('are without case where the flag says so', () => {
    assert.deepEqual(textsOfRegex('CMD', 'i'), [['cmd']]);
    assert.deepEqual(textsOfRegex('\u00e9', 'ms'), [['\u00e9']]);
    assert.deepEqual(textsOfRegex('\u00e9', 'i'), []);
  });

  it('are few and short, however many a pattern stands for', () => {
    const hostile = [
      '(?:a|b)'.repeat(500),
      'ab'.repeat(2_000),
      `${'(a?'.repeat(300)}${')'.repeat(300)}`,
    ];
    for (const pattern of [...hostile, '(?:[ab]{1,1000}c){0,1}d', '(?:(?:x{20}){20}y|z)+']) {
      toRegex(pattern, '');
      const texts = textsOfRegex(pattern, '').flat();
      assert.ok(texts.length <= 512);
      for (const text of texts) assert.ok(text.length <= 64, `${text.length}`);
    }
  });

  it('stand in every text in which RE2 finds the pattern, which is no shorter than said', () => {
    let found = 0;
    const property = fc.property(
      regexPattern,
      fc.subarray(['i', 'm', 's']),
      fc.array(regexText, { minLength: 4, maxLength: 8 }),
      (pattern, flags, texts) => {
        const regex = regexOf(pattern, flags.join(''));
        if (regex === undefined) return;
        const lists = textsOfRegex(pattern, flags.join(''));
        const least = leastLengthOf(parseRegex(pattern, flags.join('')));
        for (const text of texts) {
          if (!regexMatches(regex, text)) continue;
          found++;
          const folded = searchFold(text);
          for (const list of lists) assert.ok(list.some((one) => folded.includes(one)));
          assert.ok(text.length >= least);
        }
      },
    );
    check(property, 20_000);
    assert.ok(found > 500, `${found} were found`);
  });
});

function regexOf(pattern: string, flags: string): ReturnType<typeof toRegex> | undefined {
  try {
    return toRegex(pattern, flags);
  } catch (cause) {
    assert.ok(cause instanceof Error);
    return undefined;
  }
}
