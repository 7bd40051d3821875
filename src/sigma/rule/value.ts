// A scalar of a detection → a typed Sigma value. Strings are parsed once, here: text, wildcards, escapes.

import type { GlobPart } from '../../runtime/index.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** A value as a rule means it. */
export type SigmaValue =
  | { readonly kind: 'string'; readonly parts: readonly GlobPart[] }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'cidr'; readonly network: string };

/** Types a scalar by what YAML says it is. */
export function toSigmaValue(scalar: YamlScalar): SigmaValue {
  const { value } = scalar;
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') return { kind: 'number', value, text: scalar.source };
  return { kind: 'string', parts: parseSigmaString(value) };
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
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    const next = source[index + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      index++;
    } else if (character === '*' || character === '?') {
      flush();
      parts.push(character === '*' ? { kind: 'many' } : { kind: 'one' });
    } else {
      text += character;
    }
  }
  flush();
  return parts;
}
