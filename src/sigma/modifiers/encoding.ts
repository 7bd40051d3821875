// utf16le, wide, utf16be, utf16, base64, base64offset: the value as an attacker's tool would have encoded it.

import type { SigmaString, SigmaValue, StringPart } from '../rule/value.ts';
import { base64, binaryOf, utf8, utf16 } from './bytes.ts';
import { type Applied, type Modifier, plainText, withParts, wrongType } from './modifier.ts';

const UTF16 = [
  ['utf16le', 'little', '', 'The value in UTF-16, low byte first.'],
  ['wide', 'little', '', 'Another name of `utf16le`.'],
  ['utf16be', 'big', '', 'The value in UTF-16, high byte first.'],
  ['utf16', 'little', '\u00ff\u00fe', 'The value in UTF-16 with a byte order mark (`FF FE`).'],
] as const;

/** The text's bytes in UTF-16, each as one character. Wildcards stay. */
export const utf16Modifiers: readonly Modifier[] = UTF16.map(([name, order, mark, summary]) => ({
  name,
  summary,
  scope: 'value',
  conflictsWith: ['cidr', 'fieldref', 're'],
  apply: (value) => {
    if (value.kind !== 'string' || value.isBinary === true) return wrongType(name, value, 'a text');
    const parts = value.parts.map((part) => encodePart(part, (text) => utf16(text, order)));
    return { ...withParts(value, markFirst(parts, mark)), isBinary: true };
  },
}));

/** The whole text in Base64, padding kept. */
export const base64Modifier: Modifier = {
  name: 'base64',
  summary: 'The value in Base64.',
  scope: 'value',
  conflictsWith: ['base64offset', 'cidr', 'fieldref', 're'],
  apply: (value) => encode(value, 'base64', (bytes) => [base64(bytes)]),
};

/** The part that does not depend on what stands around it, for each of the three places it can begin at. */
export const base64offset: Modifier = {
  name: 'base64offset',
  summary:
    'The value inside a longer text in Base64, at each of the three offsets; use with `contains`.',
  scope: 'value',
  conflictsWith: ['base64', 'cidr', 'fieldref', 're'],
  apply: (value) => encode(value, 'base64offset', atEachOffset),
};

/**
 * Digits that also depend on the bytes before, by offset; and on those behind, by what is left over. What is left
 * over is counted in characters, as the reference implementation does: of a value beyond ASCII the last digits may
 * so be one too many or too few, and the rule finds less than it could. Rules must mean the same everywhere.
 */
const FIRST = [0, 2, 3] as const;
const LAST = [0, -3, -2] as const;

function atEachOffset(bytes: readonly number[], characters: number): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const text = base64([...new Array<number>(offset).fill(0), ...bytes]);
    const last = LAST[(characters + offset) % 3] ?? 0;
    return text.slice(FIRST[offset], last === 0 ? undefined : last);
  });
}

function encode(
  value: SigmaValue,
  name: string,
  toTexts: (bytes: readonly number[], characters: number) => readonly string[],
): Applied {
  const text = plainText(value);
  if (value.kind !== 'string' || text === undefined || text === '') {
    return wrongType(name, value, 'a text without wildcards');
  }
  const bytes = value.isBinary === true ? binaryOf(text) : utf8(text);
  const { isBinary: _isBinary, ...rest } = value;
  return toTexts(bytes, [...text].length).map(
    (encoded): SigmaString => withParts(rest, [{ kind: 'text', text: encoded }]),
  );
}

function encodePart(part: StringPart, encoded: (text: string) => string): StringPart {
  return part.kind === 'text' ? { kind: 'text', text: encoded(part.text) } : part;
}

function markFirst(parts: readonly StringPart[], mark: string): readonly StringPart[] {
  const [first, ...rest] = parts;
  if (mark === '' || first?.kind !== 'text') return parts;
  return [{ kind: 'text', text: mark + first.text }, ...rest];
}
