// What a modifier is: data, and at most one function.

import type { SigmaValue } from '../rule/value.ts';

/** A value a modifier cannot take, in words: found and expected. */
export interface ModifierFault {
  readonly code: 'SIGMA_MODIFIER_TYPE' | 'SIGMA_CIDR';
  readonly message: string;
}

/** One entry of the modifier table. */
export interface Modifier {
  readonly name: string;
  /** One sentence for docs/sigma-support.md. */
  readonly summary: string;
  /** `value` transforms each value in turn; `list` changes how a list is linked, wherever it stands in the chain. */
  readonly scope: 'value' | 'list';
  /** Modifiers it cannot be chained with. */
  readonly conflictsWith: readonly string[];
  /** Transforms one value (scope `value` only). */
  apply(value: SigmaValue): SigmaValue | ModifierFault;
}

/** True for a fault. */
export function isFault(result: SigmaValue | ModifierFault): result is ModifierFault {
  return 'code' in result;
}
