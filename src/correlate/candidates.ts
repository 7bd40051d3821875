// Partial matches that mostly come to nothing → of each group which rules matched in it; those in which all have that it takes are candidates.

import type { CompiledCorrelation } from '../model/index.ts';
import type { PartialMatchStore } from '../ports/index.ts';
import { couldHold, isRefutable } from './condition.ts';
import { type GroupHash, GroupSet, hashGroup } from './group-set.ts';

/** What correlating by candidates takes. For scans that can read their objects again. */
export interface CandidateDeps {
  /**
   * Keeps the partial matches of correlations that several rules must complete, and of no others: those come last, and
   * what is cleared goes by the time of what comes.
   */
  readonly store: PartialMatchStore;
  /** Partial matches that are kept at once; from then on they are noted. @default 1,000 */
  readonly maxKept?: number;
}

/** So few are kept in 5 MB and made in a tenth of a second: less than a further reading takes. */
const MAX_KEPT = 1_000;

/** Characters of evidence that are kept at once: an event may show a long command line. */
const MAX_KEPT_CHARACTERS = 16 * 2 ** 20;

/** The groups of one correlation. */
interface Noted {
  readonly correlation: CompiledCorrelation;
  /** By rule the groups in which it matched. */
  readonly byRule: Map<string, GroupSet>;
  /** True once the condition could hold in some group. */
  hasCandidates: boolean;
}

/**
 * A class because notes are taken while a scan reads, and asked for when it reads again. Memory: 2 MiB a rule at most, however
 * many groups there are. What a note says of another group makes a candidate too many, never one too few.
 */
export class Candidates {
  readonly #store: PartialMatchStore;
  readonly #maxKept: number;
  readonly #notes: ReadonlyMap<string, Noted>;
  #kept = 0;
  #keptCharacters = 0;
  #isRecalling = false;
  /** Partial matches that were noted and not kept. */
  noted = 0;

  constructor(
    correlations: readonly CompiledCorrelation[],
    { store, maxKept = MAX_KEPT }: CandidateDeps,
  ) {
    this.#store = store;
    this.#maxKept = maxKept;
    // What a correlation is told by another comes late, and once.
    const inner = new Set(correlations.map(({ id }) => id));
    this.#notes = new Map(
      correlations
        .filter((one) => takesSeveralRules(one) && !one.rules.some((rule) => inner.has(rule)))
        .map((one) => [one.id, { correlation: one, byRule: new Map(), hasCandidates: false }]),
    );
  }

  /** Where the correlation's partial matches are kept; undefined where it is none of these. */
  storeOf({ id }: CompiledCorrelation): PartialMatchStore | undefined {
    return this.#notes.has(id) ? this.#store : undefined;
  }

  /** Notes that the rule matched in the group; true where that is enough for now, and nothing is to be kept. */
  note({ id }: CompiledCorrelation, rule: string, group: readonly string[]): boolean {
    const notes = this.#notes.get(id);
    if (notes === undefined) return false;
    const hash = hashGroup(group);
    const groups = notes.byRule.get(rule) ?? new GroupSet();
    notes.byRule.set(rule, groups);
    groups.add(hash);
    notes.hasCandidates ||= couldHoldIn(notes, hash);
    if (this.#kept < this.#maxKept && this.#keptCharacters < MAX_KEPT_CHARACTERS) return false;
    this.noted++;
    return true;
  }

  /** Counts a partial match that was kept, if it is of these correlations. */
  kept({ id }: CompiledCorrelation, evidence: string): void {
    if (!this.#notes.has(id)) return;
    this.#kept++;
    this.#keptCharacters += evidence.length;
  }

  /** All has been noted; true if something of it that was not kept may be needed. */
  beginRecall(): boolean {
    const isNeeded = [...this.#notes.values()].some(({ hasCandidates }) => hasCandidates);
    this.#isRecalling = this.noted > 0 && isNeeded;
    return this.#isRecalling;
  }

  /** True if the correlation has groups that are candidates. */
  isRecalled({ id }: CompiledCorrelation): boolean {
    return this.#isRecalling && this.#notes.get(id)?.hasCandidates === true;
  }

  /** True if all rules have matched in the group that the condition takes. */
  wants(correlation: CompiledCorrelation, group: readonly string[]): boolean {
    const notes = this.#notes.get(correlation.id);
    if (notes === undefined || !this.isRecalled(correlation)) return false;
    return couldHoldIn(notes, hashGroup(group));
  }
}

function couldHoldIn({ correlation, byRule }: Noted, hash: GroupHash): boolean {
  return couldHold(correlation, (rule) => byRule.get(rule)?.has(hash) === true);
}

/** True where matches of one rule alone never make the condition hold, and more matches never undo it. */
function takesSeveralRules(correlation: CompiledCorrelation): boolean {
  const { type, rules } = correlation;
  if (type !== 'temporal' && type !== 'temporal_ordered') return false;
  if (isRefutable(correlation)) return false;
  return rules.every((rule) => !couldHold(correlation, (other) => other === rule));
}
