// Many texts searched at once say what each of them says alone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { searchFold } from '../../src/runtime/index.ts';
import { TextSearch } from '../../src/runtime/text-search.ts';
import type { WitnessOp } from '../../src/runtime/witness.ts';
import { check } from '../support/check.ts';
import { hostileText } from '../support/hostile.ts';

type Wanted = readonly [op: WitnessOp, text: string];

function found(wanted: readonly Wanted[], text: string): number[] {
  const search = new TextSearch();
  wanted.forEach(([op, each], id) => {
    search.add(op, each, id);
  });
  search.build();
  const ids = new Set<number>();
  search.find(text, (some) => {
    for (const id of some) ids.add(id);
  });
  return [...ids].sort((a, b) => a - b);
}

/** What each alone says of the folded text. */
function holds([op, wanted]: Wanted, cased: string): boolean {
  const text = searchFold(cased);
  if (op === 'equals') return text === wanted;
  if (op === 'contains') return text.includes(wanted);
  return op === 'startswith' ? text.startsWith(wanted) : text.endsWith(wanted);
}

const CASES: readonly (readonly [string, readonly Wanted[], string, readonly number[]])[] = [
  ['nothing where nothing is wanted', [], 'abcdef', []],
  ['a text at both ends and between', [['contains', 'abcd']], 'abcd-abcd-abcd', [0]],
  ['a text as long as the other', [['endswith', 'abcdef']], 'abcdef', [0]],
  ['no text longer than the other', [['contains', 'abcdefg']], 'abcdef', []],
  ['no text cut off at the end', [['contains', 'cdefg']], 'abcdef', []],
  ['no beginning in the middle', [['startswith', 'cdef']], 'abcdef', []],
  ['no end in the middle', [['endswith', 'abcd']], 'abcdef', []],
  [
    'texts shorter than four characters',
    [
      ['contains', 'e'],
      ['startswith', 'ab'],
      ['endswith', 'def'],
    ],
    'abcdef',
    [0, 1, 2],
  ],
  ['an empty text that is equal', [['equals', '']], '', [0]],
  [
    'one text under several ids',
    [
      ['contains', 'abcd'],
      ['contains', 'abcd'],
    ],
    'xabcd',
    [0, 1],
  ],
  [
    'texts with one beginning',
    [
      ['contains', 'abcdef'],
      ['contains', 'abcdeg'],
    ],
    'abcdeg',
    [1],
  ],
  [
    'texts beyond ASCII',
    [
      ['contains', 'ключ'],
      ['contains', 'кл\u04ffч'],
    ],
    'мой ключ тут',
    [0],
  ],
  [
    'the name of an object’s member',
    [
      ['contains', '__proto__'],
      ['equals', 'constructor'],
    ],
    '__proto__',
    [0],
  ],
];

describe('a search for many texts', () => {
  for (const [what, wanted, text, expected] of CASES) {
    it(`finds ${what}`, () => {
      assert.deepEqual(found(wanted, text), expected);
    });
  }

  it('finds what each text alone finds, in any text', () => {
    const op = fc.constantFrom<WitnessOp>('equals', 'contains', 'startswith', 'endswith');
    const piece = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', 'B', 'k', '\u212a', '\u0161', '\u6141'),
        minLength: 1,
        maxLength: 8,
      }),
      hostileText.filter((text) => text.length < 99),
    );
    const wanted = fc.array(fc.tuple(op, piece), { maxLength: 12 });
    const property = fc.property(wanted, fc.array(piece, { maxLength: 5 }), (all, pieces) => {
      const text = pieces.join('');
      const folded = all.map(([each, part]): Wanted => [each, searchFold(part)]);
      const sought = folded.filter(([each, part]) => each === 'equals' || part !== '');
      const expected = sought.flatMap((one, id) => (holds(one, text) ? [id] : []));
      assert.deepEqual(found(sought, text), expected);
    });
    check(property, 4_000);
  });

  it('finds them at the end of a long text beyond ASCII, at whose every character it is not folded again', () => {
    const wanted: readonly Wanted[] = [
      ['contains', 'abcdefghijkl'],
      ['contains', '\u043a\u043b\u044e\u0447'],
      ['contains', 'bc'],
      ['endswith', '/mno'],
    ];
    const text = `${'\u043a'.repeat(400_000)}ABCDEFGHIJKL/MNO`;
    assert.deepEqual(found(wanted, text), [0, 2, 3]);
    assert.deepEqual(found(wanted.slice(0, 1), text), [0]);
  });

  it('finds texts of any length wherever they stand, in any case', () => {
    const unit = fc.constantFrom(...'abKs\\/.', '\u212a', '\u017f', '\u0161');
    const piece = fc.string({ unit, maxLength: 24 });
    const long = (minLength: number) =>
      fc.array(fc.string({ unit, minLength, maxLength: 24 }), { minLength: 1, maxLength: 6 });
    const ascii = fc.array(
      fc.string({ unit: fc.constantFrom(...'abks\\/.'), minLength: 5, maxLength: 24 }),
      { minLength: 1, maxLength: 6 },
    );
    const op = fc.constantFrom<WitnessOp>('contains', 'endswith', 'startswith');
    const texts = fc.oneof(ascii, ...[1, 4, 7, 12, 19].map(long));
    const around = fc.tuple(piece, fc.nat(), piece, fc.boolean());
    const property = fc.property(
      texts,
      op,
      fc.array(around, { minLength: 3 }),
      (all, how, places) => {
        const wanted = all.map((text): Wanted => [how, searchFold(text)]);
        for (const [before, which, after, isUpper] of places) {
          const one = all[which % all.length] ?? '';
          const text = `${before}${isUpper ? upperAscii(one) : one}${after}`;
          const expected = wanted.flatMap((each, id) => (holds(each, text) ? [id] : []));
          assert.deepEqual(found(wanted, text), expected);
        }
      },
    );
    check(property, 12_000);
  });
});

function upperAscii(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}
