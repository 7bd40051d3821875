// Assignments of secrets → their places: connection strings, environment, JSON, options with `=` or `:`.

import { ASSIGNMENT, secretKindOf } from './secret-names.ts';
import type { Span } from './span.ts';
import type { WordReader } from './words.ts';

/** Longest name that is looked back for. */
const MAX_NAME_CHARACTERS = 80;

/** Keys of connection strings: in them a value ends at a semicolon, and blanks belong to it. */
const CONNECTION =
  /\b(?:server|data source|uid|user ?id|host|accountname|endpoint|initial catalog|driver|provider)\s{0,4}=/i;

/** What may follow a quote that ends a value; any other quote is part of it. */
const BEHIND_QUOTE = /[\s;,)}\]&|<>]/;

/** Finds every assignment to a name that says it is secret. */
export function assignmentSpans(reader: WordReader): readonly Span[] {
  const { text } = reader;
  const spans: Span[] = [];
  const isConnection = CONNECTION.test(text);
  const pattern = new RegExp(ASSIGNMENT);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const word = match[1] ?? '';
    const name = nameBefore(text, match.index);
    const kind = secretKindOf(name + word);
    const start = match.index + match[0].length;
    if (kind === undefined || isNoValue(text, name + word, start)) continue;
    const nameStart = match.index - name.length;
    const span = { ...assignedAt(reader, { nameStart, start, isConnection }), kind };
    spans.push(span);
    // What was taken is not looked at again: that keeps a text of nothing but assignments linear.
    pattern.lastIndex = Math.max(pattern.lastIndex, span.end);
  }
  return spans;
}

interface Place {
  readonly nameStart: number;
  /** Where the value begins. */
  readonly start: number;
  readonly isConnection: boolean;
}

function assignedAt(reader: WordReader, { nameStart, start, isConnection }: Place) {
  const { text } = reader;
  if (reader.quoteAt(start) !== '' || isOption(text, nameStart)) return reader.valueAt(start);
  const before =
    text
      .slice(Math.max(0, nameStart - 4), nameStart)
      .trimEnd()
      .at(-1) ?? '';
  const isMember = isConnection && /[;"']/.test(before);
  return { start, end: endOfBare(text, start, isMember ? /[;\r\n]/ : /[\s;&]/) };
}

function endOfBare(text: string, start: number, stops: RegExp): number {
  let end = start;
  while (end < text.length) {
    const character = text[end] ?? '';
    if (stops.test(character)) return end;
    if (isClosingQuote(text, end)) return text[end - 1] === '\\' && end > start ? end - 1 : end;
    end++;
  }
  return end;
}

function isClosingQuote(text: string, index: number): boolean {
  const character = text[index];
  if (character !== '"' && character !== "'") return false;
  const next = text[index + 1];
  return next === undefined || BEHIND_QUOTE.test(next);
}

/** `--db-password=x`, `/pass:x`: the value is the rest of the word. */
function isOption(text: string, nameStart: number): boolean {
  const dashes = text.slice(Math.max(0, nameStart - 3), nameStart);
  return /(?:^|[\s"'(])[-/]$/.test(dashes) || (nameStart === 1 && /[-/]/.test(text[0] ?? ''));
}

function nameBefore(text: string, index: number): string {
  let start = index;
  const least = Math.max(0, index - MAX_NAME_CHARACTERS);
  while (start > least && /[\w.]/.test(text[start - 1] ?? '')) start--;
  // Dashes inside the name belong to it, those before it make it an option.
  while (start - 1 > least && text[start - 1] === '-' && /\w/.test(text[start - 2] ?? '')) {
    start--;
    while (start > least && /[\w.]/.test(text[start - 1] ?? '')) start--;
  }
  return text.slice(start, index);
}

/** A URL whose scheme is such a word, and the shell's own working directory. */
function isNoValue(text: string, name: string, start: number): boolean {
  if (text.startsWith('//', start) && text[start - 1] === ':') return true;
  return /^(?:OLD)?PWD$/.test(name) && text[start] === '/';
}
