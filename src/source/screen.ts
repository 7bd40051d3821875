// What a source states about the bytes of its lines: where they name a kind of event, and what that kind can be.

import type { IdPlace, KindPlace, LineMark } from '../model/index.ts';

/** What events of a kind can be. */
export interface KindTraits {
  /** Every category that an event of the kind may have. */
  readonly categories: readonly string[];
  /** True if it may offer something to the join. */
  readonly offers: boolean;
  /** Where only some events of the kind start a process: what the line of every such event holds. */
  readonly startMark?: LineMark;
}

/** How lines of a source are told from their bytes. */
export interface SourceScreen {
  /** Where its lines name their kind, one of these in each look of its records. */
  readonly places: readonly KindPlace[];
  readonly kinds: ReadonlyMap<string, KindTraits>;
  /** Traits of kinds that are not listed; absent = they are not known. */
  readonly others?: KindTraits;
  /** Its records may hold XML as text. */
  readonly hasEntities: boolean;
  /**
   * Where a line of a kind that offers states the id of its process. Every such line in whose event the id is known names
   * it there, or at none of these places.
   */
  readonly processIds: readonly IdPlace[];
}

/** Fields that every source reads, digit by digit, from a scalar of the record, or from text in it that it parses. */
export const VERBATIM_NUMBERS: ReadonlySet<string> = new Set(['DestinationPort', 'SourcePort']);
