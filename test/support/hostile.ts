// Arbitraries: texts, field names and events as an attacker would write them, small enough to collide often.

import fc from 'fast-check';
import type { FieldReader } from '../../src/model/index.ts';
import { anyText } from './any-text.ts';

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
  ...['2024-05-06T10:07:59Z', '2024-05-06 10:07', '2024-02-30', '-enc', '/enc', '%a%'],
  ...['10.0.0.1', '::1', '0:0:0:0:0:0:0:1', '10.0.0.0/8', 'x'.repeat(70_000)],
];

/** A text: hostile, or of a few characters that meet often. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'b', '*', '?', '\\', '"', '😀', '\ude00', 'İ'),
    maxLength: 6,
  }),
  anyText({ maxLength: 4 }),
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
  {
    weight: 2,
    arbitrary: fc.constantFrom(445, 0, -0, -1.5, 1e21, 2 ** 53, 1714990079, NaN, Infinity),
  },
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
    return {
      field: (name) => values.get(name),
      leaves: () => [...values.values()].flat(2),
      [fc.toStringMethod]: () => fc.stringify(fields),
    };
  });
