// What a `detection:` or `filter:` map holds once it is understood.

import type { SourcePosition } from '../../model/index.ts';
import type { ResolvedCondition } from '../condition/resolve.ts';
import type { Detection } from './detection.ts';

/** A search identifier. */
export interface Search {
  readonly name: string;
  readonly detection: Detection;
  readonly position: SourcePosition;
}

/** Search identifiers and what they must satisfy. */
export interface Searches {
  readonly searches: readonly Search[];
  /** Several conditions are linked by OR. */
  readonly conditions: readonly ResolvedCondition[];
}
