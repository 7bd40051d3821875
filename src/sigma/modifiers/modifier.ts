// What a modifier is: data, and at most one function.

import { nounOfValue, type SigmaString, type SigmaValue } from '../rule/value.ts';

/** A value a modifier cannot take, in words: found and expected. */
export interface ModifierFault {
  readonly code: 'SIGMA_MODIFIER_TYPE' | 'SIGMA_CIDR' | 'SIGMA_REGEX';
  readonly message: string;
}

/** What applying a modifier gives: a value, several of which one must hold, or why not. */
export type Applied = SigmaValue | readonly SigmaValue[] | ModifierFault;

/** One entry of the modifier table. */
export interface Modifier {
  readonly name: string;
  /** One sentence for docs/sigma-support.md. */
  readonly summary: string;
  /**
   * `value` transforms each value in turn; `list` changes how a list is linked and `item` what the whole item
   * means, wherever they stand in the chain.
   */
  readonly scope: 'value' | 'list' | 'item';
  /** Modifiers it cannot be chained with; `*` = none at all. */
  readonly conflictsWith: readonly string[];
  /** Transforms one value (scope `value` only). */
  apply(value: SigmaValue): Applied;
}

/** True for a fault. */
export function isFault(applied: Applied): applied is ModifierFault {
  return 'code' in applied;
}

/** The fault of a value of the wrong type. */
export function wrongType(name: string, value: SigmaValue, expected: string): ModifierFault {
  const message = `modifier "${name}" takes ${expected}, found ${nounOfValue(value)}`;
  return { code: 'SIGMA_MODIFIER_TYPE', message };
}

/** The text of a string without wildcards; undefined where it has some, or is of another type. */
export function plainText(value: SigmaValue): string | undefined {
  if (value.kind !== 'string') return undefined;
  let text = '';
  for (const part of value.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

/** True if values are still to be put in: what changes a text must stand before `expand`, or would miss them. */
export function hasPlaceholder(value: SigmaString): boolean {
  return value.parts.some(({ kind }) => kind === 'placeholder');
}

/** A string like another with other parts; it is no longer as written. */
export function withParts(value: SigmaString, parts: SigmaString['parts']): SigmaString {
  const { raw: _raw, ...rest } = value;
  return { ...rest, parts };
}
