// Texts → how many distinct ones there were: exact up to a limit, then "at least the limit".

/** Members counted exactly. */
export const MAX_EXACT = 1_000;

/**
 * Counts distinct texts in bounded memory. Which members are kept past the limit depends on the order; the
 * count and whether it is exact do not, also when sets are merged.
 */
export class BoundedSet {
  readonly #members = new Set<string>();
  #isExact = true;

  /** Adds a member; past the limit only notes that there are more. */
  add(member: string): void {
    if (this.#members.has(member)) return;
    if (this.#members.size < MAX_EXACT) this.#members.add(member);
    else this.#isExact = false;
  }

  /** Adds what the other set holds. */
  merge(other: BoundedSet): void {
    for (const member of other.#members) this.add(member);
    this.#isExact &&= other.#isExact;
  }

  /** Distinct members; a lower bound unless {@link isExact}. */
  get count(): number {
    return this.#members.size;
  }

  get isExact(): boolean {
    return this.#isExact;
  }
}
