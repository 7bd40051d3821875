// Condition text → tokens with their place.

import type { SourcePosition } from '../../model/index.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** A token. `end` closes the list. */
export interface Token {
  readonly kind: 'word' | '(' | ')' | '|' | 'end' | 'unknown';
  readonly text: string;
  readonly position: SourcePosition;
}

/** `||` and `&&` are one token each, so that the first is not taken for an aggregation. */
const TOKEN = /\s*(?:([A-Za-z0-9_*?.-]+)|([()]|\|(?!\|))|(\|\||&&|\S))/uy;

/** Splits a condition. Characters that no condition may hold become `unknown` tokens, for the parser to report. */
export function lex(scalar: YamlScalar): Token[] {
  const text = scalar.source;
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, word, mark, other] = match;
    const found = word ?? mark ?? other ?? '';
    const position = placeOf(scalar, TOKEN.lastIndex - found.length);
    if (word !== undefined) tokens.push({ kind: 'word', text: word, position });
    else if (mark !== undefined) tokens.push({ kind: toMark(mark), text: mark, position });
    else tokens.push({ kind: 'unknown', text: found, position });
  }
  tokens.push({ kind: 'end', text: 'the end', position: placeOf(scalar, text.length) });
  return tokens;
}

function toMark(mark: string): '(' | ')' | '|' {
  return mark === '(' || mark === ')' ? mark : '|';
}

/** Exact where text and file run in step; else (block scalars, several lines, escapes) where the scalar begins. */
function placeOf(scalar: YamlScalar, offset: number): SourcePosition {
  const { position, textColumn } = scalar;
  if (textColumn === undefined) return position;
  return { ...position, column: position.column + textColumn + offset };
}
