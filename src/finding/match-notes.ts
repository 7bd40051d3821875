// The matches of a finding → what is kept of each, exact up to a limit.

import { MAX_MATCH_NOTES, type MatchNote, compareText } from '../model/index.ts';

/**
 * Notes by match id, in bounded memory. Of two that claim one id the least stays. Which ones are kept past the limit
 * depends on the order; their count, and whether it is exact, do not.
 */
export class MatchNotes {
  readonly #notes = new Map<string, MatchNote>();
  #isExact = true;

  /** Adds a match; past the limit only notes that there are more. */
  add(note: MatchNote): void {
    const known = this.#notes.get(note.matchId);
    if (known !== undefined ? isLess(note, known) : this.#notes.size < MAX_MATCH_NOTES) {
      this.#notes.set(note.matchId, note);
    } else if (known === undefined) this.#isExact = false;
  }

  /** Adds what the other holds. */
  merge(other: MatchNotes): void {
    for (const note of other.#notes.values()) this.add(note);
    this.#isExact &&= other.#isExact;
  }

  /** Distinct matches; a lower bound unless {@link isExact}. */
  get count(): number {
    return this.#notes.size;
  }

  get isExact(): boolean {
    return this.#isExact;
  }

  /** By match id. */
  all(): readonly MatchNote[] {
    return [...this.#notes.values()].sort((a, b) => compareText(a.matchId, b.matchId));
  }
}

function isLess(a: MatchNote, b: MatchNote): boolean {
  return compareText(textOf(a), textOf(b)) < 0;
}

function textOf({ timeMs, ip, port, host }: MatchNote): string {
  return JSON.stringify([timeMs ?? null, ip ?? null, port ?? null, host ?? null]);
}
