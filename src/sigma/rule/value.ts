// A scalar of a detection → a typed Sigma value. Strings are parsed once, here: text, wildcards, escapes.

import type { FieldRelation, GlobPart, Relation, TimePart } from '../../runtime/index.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** A piece of a string: text, a wildcard, or (by `expand`) the name of values that are put in before lowering. */
export type StringPart = GlobPart | { readonly kind: 'placeholder'; readonly name: string };

/** A string as a rule means it. */
export interface SigmaString {
  readonly kind: 'string';
  readonly parts: readonly StringPart[];
  /** The text as written, until a modifier changes the value. */
  readonly raw?: string;
  readonly isCased?: true;
  /** Each character is one byte (by `utf16` and its kin), not one to be encoded. */
  readonly isBinary?: true;
}

/** A value as a rule means it. */
export type SigmaValue =
  | SigmaString
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | {
      readonly kind: 'regex';
      readonly pattern: string;
      readonly flags: string;
      readonly isExpanded?: true;
    }
  | { readonly kind: 'cidr'; readonly network: string }
  | { readonly kind: 'compare'; readonly relation: Relation; readonly value: number }
  | { readonly kind: 'timePart'; readonly part: TimePart; readonly value: number }
  | { readonly kind: 'exists'; readonly isExpected: boolean }
  | {
      readonly kind: 'fieldref';
      readonly other: string;
      readonly relation: FieldRelation;
      readonly isCased?: true;
    };

/** Types a scalar by what YAML says it is. */
export function toSigmaValue(scalar: YamlScalar): SigmaValue {
  const { value } = scalar;
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') return { kind: 'number', value, text: scalar.source };
  return { kind: 'string', parts: parseSigmaString(value), raw: value };
}

/**
 * Splits a string at its wildcards, left to right. A backslash escapes only `*`, `?` and itself; before
 * anything else, and at the end, it is a backslash. So `\cmd` and `\\cmd` both hold one.
 *
 * @see Sigma rules specification, "Escaping"
 */
export function parseSigmaString(source: string): GlobPart[] {
  const parts: GlobPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    if (token === '*' || token === '?') {
      flush();
      parts.push(token === '*' ? { kind: 'many' } : { kind: 'one' });
      continue;
    }
    text += ESCAPED.has(token) ? token.slice(1) : token;
    // Kept apart from a percent sign, which `expand` would take for an escaped one.
    if (token === '\\\\' && source[index + 2] === '%') flush();
  }
  flush();
  return parts;
}

const TOKEN = /\\[*?\\]|[*?]|[^*?\\]+|\\/g;
const ESCAPED: ReadonlySet<string> = new Set(['\\*', '\\?', '\\\\']);

const NOUNS: Readonly<
  Record<Exclude<SigmaValue['kind'], 'string' | 'number' | 'boolean'>, string>
> = {
  null: 'null',
  regex: 'a pattern',
  cidr: 'a network',
  compare: 'a comparison',
  timePart: 'a part of a date',
  exists: 'a test of presence',
  fieldref: 'a field reference',
};

/** Characters of a value that a message shows. */
const MAX_SHOWN = 100;

/** What a value is, for messages: as written, where it still is. */
export function nounOfValue(value: SigmaValue): string {
  if (value.kind === 'number') return `the number ${value.text}`;
  if (value.kind === 'boolean') return String(value.value);
  if (value.kind !== 'string') return NOUNS[value.kind];
  if (value.raw === undefined) return 'a string that another modifier changed';
  const isLong = value.raw.length > MAX_SHOWN;
  return `the string "${isLong ? `${value.raw.slice(0, MAX_SHOWN).toWellFormed()}…` : value.raw}"`;
}
