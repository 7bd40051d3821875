// re and its flags: searched for anywhere, with case, raw; what RE2 refuses is an error with its place; never slow.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { itJudgesValues } from '../support/judge-table.ts';
import { compileOne, load, matchesEvent, problems, selectionText } from '../support/rules.ts';

describe('re', async () => {
  await itJudgesValues([
    ['f|re', 'b+', ['abbc', ['x', 'b']], ['a', 'B', '', null, undefined, {}]],
    ['f|re', '^a$', ['a'], ['ab', 'a\n', 'ba', 'b\na']],
    ['f|re', '', ['', 'a', 0], [null, undefined]],
    ['f|re', String.raw`\d{3}\.\*\?`, ['445.*?'], ['445x*?']],
    ['f|re', String.raw`^\\cmd\\`, [String.raw`\cmd\x`], ['cmd']],
    ['f|re', '^44', [445, '445'], [544]],
    ['f|re', '^true$', [true], [false]],
    ['f|re', '^.$', ['a', '😀', '\r', '\u2028'], ['ab', '\n', '']],
    ['f|re', String.raw`^\w\d\s$`, ['a1 '], ['é1 ', 'a٣ ', 'a1\u00a0']],
    ['f|re', 'a.*?b', ['axb'], ['ba']],
    ['f|re', '(?:ab){2,3}', ['abab'], ['ab']],
    ['f|re', '(?i)aBc', ['ABC', 'abc'], ['abd']],
    ['f|re', 'a(?i:b)c', ['aBc'], ['ABc']],
    ['f|re', ['^a', 'b$'], ['ax', 'xb'], ['xa']],
    ['f|re', '[^a]', ['😀', 'b'], ['a', '']],
    ['f|re', '%x%', ['%x%'], ['x']],
    ['f|re|contains', 'b', ['abc'], ['B']],
    ['f|re|startswith', 'a|b', ['ax', 'bx'], ['xa', 'xb']],
    ['f|re|endswith', 'a|b', ['xa', 'xb'], ['ax', 'bx']],
  ]);
});

describe('the flags of re', async () => {
  await itJudgesValues([
    ['f|re|i', 'aBc', ['AbC', 'abc'], ['ab']],
    ['f|re|ignorecase', 'aBc', ['AbC'], ['ab']],
    ['f|re|i', 'ks', ['KS', '\u212a\u017f'], ['k']],
    ['f|re|m', '^b$', ['a\nb\nc', 'b'], ['a b c', 'a\r\nb\r\n']],
    ['f|re|multiline', '^b$', ['a\nb'], ['ab']],
    ['f|re|s', 'a.b', ['a\nb', 'axb'], ['ab']],
    ['f|re|dotall', 'a.b', ['a\nb'], ['ab']],
    ['f|re', 'a.b', ['axb'], ['a\nb']],
    ['f|re|i|m|s', '^a.B$', ['x\nA\nb\nx'], ['xa b']],
    ['f|re|s|m|i|i', '^a.B$', ['x\nA\nb\nx'], ['xa b']],
    ['f|re|i', '(?-i)a', ['a'], ['A']],
  ]);
});

describe('a pattern', () => {
  for (const [what, pattern] of [
    ['looks ahead', '(?=a)'],
    ['looks ahead for nothing', '(?!a)'],
    ['looks behind', '(?<=a)b'],
    ['looks behind for nothing', '(?<!a)b'],
    ['refers back', String.raw`(a)\1`],
    ['refers back by name', '(?P<n>a)(?P=n)'],
    ['is possessive', 'a++'],
    ['is atomic', '(?>a)'],
    ['has a comment', '(?#c)a'],
    ['ignores blanks', '(?x) a'],
    ['uses Z', String.raw`a\Z`],
    ['uses h', String.raw`\h`],
    ['writes a character as JavaScript does', String.raw`\u0041`],
    ['opens a bracket', '(a'],
    ['closes a bracket', 'a)'],
    ['opens a class', '[a'],
    ['repeats nothing', '*a'],
    ['repeats too often', 'a{1001}'],
    ['repeats a repetition too often', '((a{100}){100}){100}'],
    ['nests too deeply', `${'('.repeat(1_500)}${')'.repeat(1_500)}`],
    ['is too long', 'a'.repeat(4_097)],
  ] as const) {
    it(`that ${what} is refused where it stands`, () => {
      const lines = ['f|re:', '  - a', `  - '${pattern}'`];
      assert.deepEqual(problems(selectionText(lines)), ['SIGMA_REGEX 10:9']);
    });
  }

  it('that is refused is shown with the reason', () => {
    const [only] = load(selectionText(["f|re: '(?=a)'"])).diagnostics;
    assert.match(String(only?.message), /f: pattern "\(\?=a\)" cannot be used: .*no lookaround/);
  });

  for (const pattern of ['(?!a)', '(?<=a)b', '(?<!a)b', '(?>a)', String.raw`(a)\1`, 'a++', 'a*+']) {
    it(`that RE2 lacks is told from a slip: ${pattern}`, () => {
      const [only] = load(selectionText([`f|re: '${pattern}'`])).diagnostics;
      assert.match(String(only?.message), /RE2 has no/);
    });
  }

  for (const pattern of ['a)', '(a', '[z-a]', 'a{1001}', '*a', String.raw`\u0041`]) {
    it(`that is a slip is not explained by what RE2 lacks: ${pattern}`, () => {
      const [only] = load(selectionText([`f|re: '${pattern}'`])).diagnostics;
      assert.match(String(only?.message), /cannot be used/);
      assert.doesNotMatch(String(only?.message), /RE2 has no/);
    });
  }

  for (const key of ['f|re|startswith', 'f|re|endswith', 'f|re|contains', 'f|re|i']) {
    it(`cannot close what ${key} puts around it`, () => {
      assert.deepEqual(
        problems(selectionText([`${key}: 'a)|(?:b'`]))[0]?.slice(0, 11),
        'SIGMA_REGEX',
      );
    });
  }

  for (const [pattern, text] of [
    ['(a+)+$', `${'a'.repeat(100_000)}!`],
    ['(a|a)*b', 'a'.repeat(100_000)],
    ['(a|aa)+$', `${'a'.repeat(100_000)}!`],
    ['(.*a){12}$', `${'a'.repeat(5_000)}!`],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(20_000)],
  ] as const) {
    it(`that would not end elsewhere ends here: ${pattern}`, () => {
      const rule = compileOne(selectionText([`f|re: '${pattern}'`]));
      assert.equal(matchesEvent(rule, { f: text }), false);
    });
  }
});
