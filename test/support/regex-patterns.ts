// Arbitraries: patterns of RE2's syntax, and texts in which they are often found.

import fc from 'fast-check';

/** Few characters, so that texts and patterns meet; among them those that only patterns take for an `s` or a `k`. */
const UNITS = ['a', 'b', 's', 'S', 'k', '\u017f', '\u212a', '\u0130', '\u03c3', '\u03c2', '1', ' '];
const unit = fc.constantFrom(...UNITS);

/** A text of such characters. */
export const regexText: fc.Arbitrary<string> = fc
  .array(fc.oneof(unit, fc.constantFrom('\\', '"', '.', '\n', '😀', '\u0131')), { maxLength: 12 })
  .map((units) => units.join(''));

const ATOMS = [
  ...['.', '^', '$', '\\A', '\\z', '\\b', '\\B', '\\d', '\\w', '\\W', '\\s', '\\pL', '\\P{Lu}'],
  ...['[ab]', '[^a]', '[]s]', '[a-c]', '[a-z]', '[sk\\d]', '[\\x41-\\x43]', '[[:alpha:]]', '[-s]'],
  ...[
    '\\Qas.\\E',
    '\\Qsk\\E',
    '\\x61',
    '\\x{17f}',
    '\\.',
    '\\\\',
    '\\"',
    '\\t',
    '{',
    '}',
    ']',
    'a{',
  ],
  ...['😀', '(?i)', '(?-i)', '(?s)'],
];

/** Patterns of which RE2 refuses some. */
export const regexPattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.array(unit, { minLength: 1, maxLength: 3 }).map((units) => units.join('')),
    fc.constantFrom(...ATOMS),
    fc.array(tie('pattern'), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
    fc
      .array(tie('pattern'), { minLength: 2, maxLength: 3 })
      .map((parts) => `(?:${parts.join('|')})`),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?-i:', '(?P<n>', '(?i-s:'), tie('pattern'))
      .map(([open, inner]) => `${open}${inner})`),
    fc
      .tuple(
        tie('pattern'),
        fc.constantFrom('*', '+', '?', '+?', '{2}', '{0,2}', '{1,}', '{0}', '{,2}'),
      )
      .map(([inner, times]) => `${inner}${times}`),
  ),
})).pattern;
