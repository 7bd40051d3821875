// Numbers that come and go → their sum, the same in whatever order they did.

/** What is beyond counts as this: as many numbers as any store holds are added up without overflow. */
const GREATEST = 1e300;

/**
 * A running sum of floating-point numbers drifts with every number taken away, and a threshold would hold for one order
 * of arrival and not for another. This one is exact: parts that do not overlap, rounded once when it is read.
 * A class because the parts are its invariant: none is zero, each is smaller than the last bit of the next.
 * @see Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; as in Python's math.fsum
 */
export class ExactSum {
  #parts: number[] = [];

  /** Adds a number; add its negative to take it away. */
  add(number: number): void {
    const parts: number[] = [];
    let carried = Math.max(-GREATEST, Math.min(GREATEST, number));
    for (const part of this.#parts) {
      const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
      carried = large + small;
      const rest = small - (carried - large);
      if (rest !== 0) parts.push(rest);
    }
    if (carried !== 0) parts.push(carried);
    this.#parts = parts;
  }

  /** The sum, rounded to the nearest number. */
  get value(): number {
    let index = this.#parts.length - 1;
    let sum = this.#parts[index] ?? 0;
    let rest = 0;
    while (index > 0 && rest === 0) {
      const part = this.#parts[--index] ?? 0;
      const larger = sum + part;
      rest = part - (larger - sum);
      sum = larger;
    }
    return sum + tieBreak(sum, rest, this.#parts[index - 1] ?? 0);
  }
}

/** What to add where the rest is half a unit, and what stands below it says in which direction it was rounded wrongly. */
function tieBreak(sum: number, rest: number, below: number): number {
  if (rest === 0 || Math.sign(rest) !== Math.sign(below)) return 0;
  const twice = rest * 2;
  return sum + twice - sum === twice ? twice : 0;
}
