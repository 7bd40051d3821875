// What was begun, in order → ended, the last first, whatever fails on the way.

/** Ends of what was begun. */
export class Enders {
  readonly #ends: (() => Promise<void> | void)[] = [];

  /** Notes how to end what has just begun. */
  add(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  /** Ends everything. Throws the first failure once all are ended. */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
