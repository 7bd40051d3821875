// Arbitraries: value tests and expressions of every kind, over hostile texts.

import fc from 'fast-check';
import {
  foldCase,
  type GlobPart,
  type MatchExpr,
  TIME_PARTS,
  type ValueTest,
  type WrittenTest,
} from '../../src/runtime/index.ts';
import { fieldName, hostileText } from './hostile.ts';

/** A text and whether it is cased: folded unless it is, as lowering does. */
const casedText = fc
  .tuple(hostileText, fc.boolean())
  .map(([text, isCased]) =>
    isCased ? { text, isCased: true as const } : { text: foldCase(text) },
  );

const globPart = (fold: (text: string) => string): fc.Arbitrary<GlobPart> =>
  fc.oneof(
    hostileText.map((text): GlobPart => ({ kind: 'text', text: fold(text) })),
    fc.constantFrom<GlobPart>({ kind: 'many' }, { kind: 'one' }),
  );

const glob: fc.Arbitrary<ValueTest> = fc.boolean().chain((isCased) => {
  const parts = fc.array(globPart(isCased ? (text) => text : foldCase), { maxLength: 5 });
  return parts.map(
    (list): ValueTest => ({ op: 'glob', parts: list, ...(isCased ? { isCased } : {}) }),
  );
});

/** Patterns of a small grammar, each valid: literals quoted, groups closed, repetition of groups alone. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'a',
      'B',
      '.',
      '^',
      '$',
      '[a-c]',
      '[^a]',
      '\\d',
      '\\w',
      '\\b',
      '"',
      '`',
      '\u2028',
    ),
    hostileText
      .filter((text) => text.length < 99)
      .map((text) => text.replaceAll(/[^\w\s]/gu, '\\$&'))
      .filter(isPlain),
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '{0,2}'))
      .map(([inner, times]) => `(?:${inner})${times}`),
    tie('pattern').map((inner) => `(?i:${inner})`),
  ),
})).pattern;

/** RE2 lets a backslash stand before ASCII punctuation alone. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

const regex = fc
  .tuple(pattern, fc.subarray(['i', 'm', 's']))
  .map(([source, flags]): ValueTest => ({ op: 'regex', pattern: source, flags: flags.join('') }));

const plainTest: fc.Arbitrary<ValueTest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('equals', 'contains', 'startswith', 'endswith'), casedText)
      .map(([op, text]): ValueTest => ({ op, ...text })),
  },
  { weight: 2, arbitrary: glob },
  { weight: 2, arbitrary: regex },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(445, 0, -1.5, 1000)
      .map((value): ValueTest => ({ op: 'number', value, text: String(value) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), fc.constantFrom(0, 445, -1.5, 1000))
      .map(([relation, value]): ValueTest => ({ op: 'compare', relation, value })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...TIME_PARTS), fc.constantFrom(2024, 5, 6, 7, 10, 19))
      .map(([part, value]): ValueTest => ({ op: 'timePart', part, value })),
  },
  { weight: 1, arbitrary: fc.constant<ValueTest>({ op: 'null' }) },
  {
    weight: 1,
    arbitrary: fc.boolean().map((isExpected): ValueTest => ({ op: 'exists', isExpected })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('10.0.0.0/8', '::/0', '::1/128', '0.0.0.0/0')
      .map((network): ValueTest => ({ op: 'cidr', network })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(hostileText.map(foldCase), { maxLength: 4 })
      .map((texts): ValueTest => ({ op: 'oneOf', texts })),
  },
);

const valueTest: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 6, arbitrary: plainTest },
  {
    weight: 1,
    arbitrary: fc
      .array(plainTest, { maxLength: 4 })
      .map((tests): ValueTest => ({ op: 'any', tests })),
  },
);

const WRITTEN: WrittenTest = { modifier: '', value: '' };

const fieldExpr: fc.Arbitrary<MatchExpr> = fc
  .tuple(fieldName, valueTest)
  .map(([field, test]) => ({ kind: 'field', field, test }));

const keywordExpr: fc.Arbitrary<MatchExpr> = plainTest.map((test) => ({ kind: 'keyword', test }));

const fieldrefExpr: fc.Arbitrary<MatchExpr> = fc
  .tuple(
    fieldName,
    fieldName,
    fc.constantFrom('equals', 'contains', 'startswith', 'endswith'),
    fc.constantFrom({}, { isCased: true as const }),
  )
  .map(([field, other, relation, casing]) => {
    return { kind: 'fieldref', field, other, relation, ...casing, written: WRITTEN };
  });

/** An expression of every kind of node, empty AND and OR among them. */
export const matchExpr: fc.Arbitrary<MatchExpr> = fc.letrec<{ expr: MatchExpr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: fieldExpr },
    { weight: 1, arbitrary: keywordExpr },
    { weight: 1, arbitrary: fieldrefExpr },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('all', 'any'), fc.array(tie('expr'), { maxLength: 4 }))
        .map(([kind, items]): MatchExpr => ({ kind, items })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: 4 }), fc.array(tie('expr'), { maxLength: 4 }))
        .map(([count, items]): MatchExpr => ({ kind: 'atLeast', count, items })),
    },
    { weight: 1, arbitrary: tie('expr').map((item): MatchExpr => ({ kind: 'not', item })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(hostileText, tie('expr'))
        .map(([name, item]): MatchExpr => ({ kind: 'named', name, item })),
    },
  ),
})).expr;
