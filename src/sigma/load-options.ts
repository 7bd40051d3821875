// What loading rules may be told.

import type { Placeholders } from './placeholders.ts';

/** What loading may be given. */
export interface LoadOptions {
  /** Values of `%name%` in values with the modifier `expand`. @default none: such rules are rejected */
  readonly placeholders?: Placeholders;
  /**
   * `site`: a filter must have an owner, a reason and (unless it is the product's) a day on which it ends.
   * `specification`: Sigma itself asks for none of them. @default 'site'
   */
  readonly filterPolicy?: 'site' | 'specification';
  /** `all`: also what only `rules check` tells. @default the few that parsing sees */
  readonly lints?: 'all';
}
