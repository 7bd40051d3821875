// Rules in their order × matches in the order of time → how many of them, from the first, matched one after the other.

/**
 * A class because it remembers: for each beginning of `rules` the latest time at which such a chain began. A window
 * holds the chain if it holds its beginning, so nothing is to be undone when the window slides.
 */
export class RuleChain {
  readonly #rules: readonly string[];
  readonly #begunMs: number[];

  constructor(rules: readonly string[]) {
    this.#rules = rules;
    this.#begunMs = rules.map(() => Number.NEGATIVE_INFINITY);
  }

  /**
   * Takes all rules that matched at a time, which is not before those taken. Matches of one time stand in any order:
   * clocks do not tell which was first, and an answer must not depend on which arrived first.
   */
  advance(timeMs: number, matched: ReadonlySet<string>): void {
    let begunMs = timeMs;
    for (const [index, rule] of this.#rules.entries()) {
      const known = this.#begunMs[index] ?? Number.NEGATIVE_INFINITY;
      const latest = matched.has(rule) ? Math.max(known, begunMs) : known;
      this.#begunMs[index] = latest;
      begunMs = latest;
    }
  }

  /** When the latest chain of all rules began; -Infinity where there was none. */
  get begunMs(): number {
    return this.#begunMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** The length of the longest beginning of the rules that matched in order, none of it before `fromMs`. */
  lengthSince(fromMs: number): number {
    const length = this.#begunMs.findIndex((begunMs) => begunMs < fromMs);
    return length < 0 ? this.#rules.length : length;
  }
}
