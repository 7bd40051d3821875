// A condition as written: identifiers not yet looked up.

import type { SourcePosition } from '../../model/index.ts';

/** A parsed condition. */
export type Condition =
  | { readonly kind: 'and'; readonly items: readonly Condition[] }
  | { readonly kind: 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'identifier'; readonly name: string; readonly position: SourcePosition }
  | {
      readonly kind: 'quantified';
      /** How many must hold. */
      readonly quantifier: number | 'all';
      /** `them`, or a name with `*`. */
      readonly pattern: string;
      readonly position: SourcePosition;
    };
