// Numbers that come and go → their percentiles.

/** A class because its numbers are always in order: a window reads a percentile after every event. */
export class SortedNumbers {
  readonly #numbers: number[] = [];

  /** Adds a number. */
  add(number: number): void {
    this.#numbers.splice(this.#firstFrom(number), 0, number);
  }

  /** Takes one away that was added. */
  drop(number: number): void {
    this.#numbers.splice(this.#firstFrom(number), 1);
  }

  /**
   * The percentile of a rank from 0 to 100, between neighbours in proportion, as most tools have it; 50 is the median.
   * Undefined where there are no numbers.
   */
  percentile(rank: number): number | undefined {
    const place = (rank / 100) * (this.#numbers.length - 1);
    const below = this.#numbers[Math.floor(place)];
    const above = this.#numbers[Math.ceil(place)];
    if (below === undefined || above === undefined) return undefined;
    return below + (above - below) * (place - Math.floor(place));
  }

  #firstFrom(number: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? number) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
