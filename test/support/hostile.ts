// Arbitraries: texts, events and expressions as an attacker would write them, small enough to collide often.

import fc from 'fast-check';
import type { FieldReader } from '../../src/model/index.ts';
import {
  foldCase,
  type GlobPart,
  type MatchExpr,
  type ValueTest,
} from '../../src/runtime/index.ts';

/** Texts that break out of quotes, comments, lines, scripts, prototypes and encodings. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '\\\\',
    '"\\"',
    '*',
    '?',
    '\\*',
    '\\?',
    '\x24{1}',
    '$&',
    '*/',
    '//',
  ],
  ...[
    '\0',
    '\n',
    '\r\n',
    '\t',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u202e',
    '\ud800',
    '\udc00',
    '😀',
    '\ud83d',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '</script>',
    '<!--',
    '\x24{globalThis}',
  ],
  ...['a', 'A', 'b', 'ab', 'İ', 'Σ', 'ς', 'K', 'ſ', 'null', 'true', 'TRUE', '445', '445.0', '1e3'],
  ...['10.0.0.1', '::1', '0:0:0:0:0:0:0:1', '10.0.0.0/8', 'x'.repeat(70_000)],
];

/** A text: hostile, or of a few characters that meet often. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'b', '*', '?', '\\', '"', '😀', '\ude00', 'İ'),
    maxLength: 6,
  }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/** A field's name. */
export const fieldName: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('f', 'g') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'a.b', '"', '`\x24{1}`', '\u2028'),
  },
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(445, 0, -0, -1.5, 1e21, 2 ** 53, NaN, Infinity) },
  { weight: 2, arbitrary: fc.constantFrom(true, false, null, undefined) },
  { weight: 1, arbitrary: fc.constantFrom({}, { a: 'a' }, { toString: 'x' }) },
);

/** Whatever an event may hold under a field: scalars, objects, arrays in arrays. */
export const eventValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxLength: 3 }),
  },
);

/** An event: field names to values. Its text form shows the fields, for counter-examples. */
export const hostileEvent: fc.Arbitrary<FieldReader> = fc
  .array(fc.tuple(fieldName, eventValue), { maxLength: 4 })
  .map((fields) => {
    const values = new Map(fields);
    return { field: (name) => values.get(name), [fc.toStringMethod]: () => fc.stringify(fields) };
  });

const folded = hostileText.map(foldCase);

const globPart: fc.Arbitrary<GlobPart> = fc.oneof(
  folded.map((text): GlobPart => ({ kind: 'text', text })),
  fc.constantFrom<GlobPart>({ kind: 'many' }, { kind: 'one' }),
);

const plainTest: fc.Arbitrary<ValueTest> = fc.oneof(
  fc
    .tuple(fc.constantFrom('equals', 'contains', 'startswith', 'endswith'), folded)
    .map(([op, text]): ValueTest => ({ op, text })),
  fc.array(globPart, { maxLength: 5 }).map((parts): ValueTest => ({ op: 'glob', parts })),
  fc
    .constantFrom(445, 0, -1.5, 1000)
    .map((value): ValueTest => ({ op: 'number', value, text: String(value) })),
  fc.constant<ValueTest>({ op: 'null' }),
  fc
    .constantFrom('10.0.0.0/8', '::/0', '::1/128', '0.0.0.0/0')
    .map((network): ValueTest => ({ op: 'cidr', network })),
  fc.array(folded, { maxLength: 4 }).map((texts): ValueTest => ({ op: 'oneOf', texts })),
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

const fieldExpr: fc.Arbitrary<MatchExpr> = fc
  .tuple(fieldName, valueTest)
  .map(([field, test]) => ({ kind: 'field', field, test }));

/** An expression of every kind of node, empty AND and OR among them. */
export const matchExpr: fc.Arbitrary<MatchExpr> = fc.letrec<{ expr: MatchExpr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: fieldExpr },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('all', 'any'), fc.array(tie('expr'), { maxLength: 4 }))
        .map(([kind, items]): MatchExpr => ({ kind, items })),
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
