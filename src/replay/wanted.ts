// What the first pass lacks → a filter that the second pass asks of every start: join keys, and groups of correlations.

import { hashGroup, type GroupHash } from '../correlate/index.ts';
import type { CorrelationGroup } from '../model/index.ts';

/** 64 MiB: of 40 million names in it one in 300 others is taken for one of them. */
const MAX_BYTES = 64 * 2 ** 20;
const MIN_BYTES = 1_024;

/** Bits a name at least, as far as there is room: one in 1,000 others is taken for one that was added. */
const BITS_PER_NAME = 16;
const PROBES = 6;

/** Names a process, or whatever events speak of: of one tenant, as {@link wantedKey} and {@link wantedGroup} make it. */
export type WantedName = string;

/** The name of a join key. */
export function wantedKey(source: string, key: string): WantedName {
  return JSON.stringify(['k', source, key]);
}

/** The name of a group of a correlation. */
export function wantedGroup({
  correlation,
  values,
}: Pick<CorrelationGroup, 'correlation' | 'values'>): WantedName {
  return JSON.stringify(['g', correlation, ...values]);
}

/**
 * A class because its bits are its invariant: a Bloom filter, whose size is a power of two. It may say yes of a name that was
 * never added, which costs an offer that nobody reads; never no of one that was.
 */
export class Wanted {
  readonly #bits: Uint8Array;
  /** Names that were added, each as often as it was. */
  #added: number;

  /** @param names how many are to be added; more make it less sharp */
  constructor(names: number, bits?: Uint8Array, added = 0) {
    this.#bits = bits ?? new Uint8Array(sizeFor(names));
    this.#added = added;
  }

  get isEmpty(): boolean {
    return this.#added === 0;
  }

  add(name: WantedName): void {
    this.#added++;
    const hash = hashGroup([name]);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(hash, probe);
      this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }

  /** True for every name that was added. */
  has(name: WantedName): boolean {
    if (this.#added === 0) return false;
    const hash = hashGroup([name]);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(hash, probe);
      if (((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }

  /**
   * A filter of all that either has, as large as the larger: what workers want, each by itself. Sizes are powers of two, so
   * the bits of the smaller one hold in each stretch of the larger.
   */
  union(other: Wanted): Wanted {
    const own = this.#bits;
    const others = other.#bits;
    const bits = new Uint8Array(Math.max(own.length, others.length));
    for (let index = 0; index < bits.length; index++) {
      bits[index] =
        (own[index & (own.length - 1)] ?? 0) | (others[index & (others.length - 1)] ?? 0);
    }
    return new Wanted(0, bits, this.#added + other.#added);
  }

  /** As {@link wantedFrom} reads it. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(HEAD_BYTES + this.#bits.length);
    new DataView(bytes.buffer).setFloat64(0, this.#added);
    bytes.set(this.#bits, HEAD_BYTES);
    return bytes;
  }

  #bitOf({ first, second }: GroupHash, probe: number): number {
    return (first + Math.imul(probe, second)) & (this.#bits.length * 8 - 1);
  }
}

/** How many were added, before the bits. */
const HEAD_BYTES = 8;

/** The filter again. Throws a RangeError for bytes that are none, or contradict themselves: names must not be lost. */
export function wantedFrom(bytes: Uint8Array): Wanted {
  const size = bytes.length - HEAD_BYTES;
  const isPowerOfTwo = size >= MIN_BYTES && size <= MAX_BYTES && (size & (size - 1)) === 0;
  if (!isPowerOfTwo) {
    throw new RangeError(
      `${bytes.length} bytes are no filter of wanted names: expected ${HEAD_BYTES} and a power of two from ${MIN_BYTES} to ${MAX_BYTES}`,
    );
  }
  const added = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0);
  const bits = bytes.slice(HEAD_BYTES);
  if (!Number.isSafeInteger(added) || added < 0 || added > 0 !== bits.some((byte) => byte !== 0)) {
    throw new RangeError(
      `a filter of wanted names says that it has ${added} names: expected a whole number, and 0 only where no bit is set`,
    );
  }
  return new Wanted(0, bits, added);
}

function sizeFor(names: number): number {
  const bytes = Math.max(MIN_BYTES, (names * BITS_PER_NAME) / 8);
  return Math.min(MAX_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
}
