// Wrapped text loses nothing and fits the width.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { textWidth, wrapLines } from '../../src/cli/wrap.ts';
import { safeText } from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { hostileText } from '../support/hostile.ts';

describe('wrapLines', () => {
  for (const [what, text, expected] of [
    ['leaves what fits', '  yes short\n', '  yes short\n'],
    [
      'goes on below, further in, behind a space',
      `  yes ${'word '.repeat(10)}end`,
      `  yes ${'word '.repeat(7)}\n      ${'word '.repeat(3)}end`,
    ],
    [
      'breaks a word that is longer than a line where the line ends',
      `  ${'x'.repeat(80)}`,
      `  ${'x'.repeat(38)}\n      ${'x'.repeat(34)}\n      ${'x'.repeat(8)}`,
    ],
    ['counts wide characters twice', '漢'.repeat(25), `${'漢'.repeat(20)}\n    ${'漢'.repeat(5)}`],
    ['cuts an indent that would leave no room', `${' '.repeat(60)}abc`, `${' '.repeat(16)}abc`],
  ] as const) {
    it(what, () => {
      assert.equal(wrapLines(text, 40), expected);
    });
  }

  it('leaves everything where nobody says how wide the reader is', () => {
    const text = 'word '.repeat(200);
    assert.equal(wrapLines(text, Number.POSITIVE_INFINITY), text);
  });

  it('fits the width and keeps every character but indents', () => {
    const words = fc.array(fc.oneof(hostileText, fc.constantFrom(' ', 'a b', '漢字', 'e\u0301')), {
      maxLength: 40,
    });
    const property = fc.property(
      words,
      fc.integer({ min: 40, max: 80 }),
      fc.nat({ max: 9 }),
      (parts, columns, depth) => {
        const text = safeText(parts.map((part) => part.slice(0, 300)).join(' '));
        const wrapped = wrapLines(' '.repeat(depth) + text, columns);
        for (const line of wrapped.split('\n'))
          assert.ok(textWidth(line.trimEnd()) <= columns, line);
        const squeeze = (some: string) => some.replaceAll(/[ \n]/g, '');
        assert.equal(squeeze(wrapped), squeeze(text));
      },
    );
    check(property, 300);
  });
});
