// What a search identifier means, once it is understood.

import type { SourcePosition } from '../../model/index.ts';
import type { WrittenTest } from '../../runtime/index.ts';
import type { SigmaValue } from './value.ts';

/** One value of an item: what it expands to (one must hold), and as written. */
export interface ItemValue {
  readonly alternatives: readonly SigmaValue[];
  readonly written: WrittenTest['value'];
  readonly position: SourcePosition;
}

/** A field, or keywords, and its values. */
export interface DetectionItem {
  readonly kind: 'item';
  /** Undefined for keywords: any leaf of the record. */
  readonly field: string | undefined;
  /** Modifiers as written. */
  readonly modifier: string;
  readonly values: readonly ItemValue[];
  /** How the values are linked. */
  readonly link: 'all' | 'any';
  /** The linked values must not hold (`neq`). */
  readonly isNegated: boolean;
}

/** A detection: items linked by AND or OR. */
export type Detection =
  | { readonly kind: 'all'; readonly items: readonly Detection[] }
  | { readonly kind: 'any'; readonly items: readonly Detection[] }
  | DetectionItem;
