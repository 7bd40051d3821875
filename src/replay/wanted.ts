// What the first pass lacks → a filter that the second pass asks of every start: join keys, and groups of correlations.

import { hashGroup, type GroupHash } from '../correlate/index.ts';
import type { CorrelationGroup } from '../model/index.ts';

/** 64 MiB: of 40 million names in it one in 300 others is taken for one of them. */
const MAX_BYTES = 64 * 2 ** 20;
const MIN_BYTES = 1_024;

/** Bits a name, as far as there is room: one in 2,000 others is taken for one that was added. */
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
    for (const bit of this.#bitsOf(name)) {
      this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }

  /** True for every name that was added. */
  has(name: WantedName): boolean {
    if (this.#added === 0) return false;
    return this.#bitsOf(name).every(
      (bit) => ((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0,
    );
  }

  /** As {@link wantedFrom} reads it. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(HEAD_BYTES + this.#bits.length);
    new DataView(bytes.buffer).setFloat64(0, this.#added);
    bytes.set(this.#bits, HEAD_BYTES);
    return bytes;
  }

  #bitsOf(name: WantedName): readonly number[] {
    const hash = hashGroup([name]);
    const mask = this.#bits.length * 8 - 1;
    return Array.from({ length: PROBES }, (_, probe) => bitOf(hash, probe, mask));
  }
}

/** How many were added, before the bits. */
const HEAD_BYTES = 8;

/** The filter again. Throws a RangeError for bytes that are none. */
export function wantedFrom(bytes: Uint8Array): Wanted {
  const size = bytes.length - HEAD_BYTES;
  const isPowerOfTwo = size >= MIN_BYTES && size <= MAX_BYTES && (size & (size - 1)) === 0;
  if (!isPowerOfTwo) throw new RangeError(`${bytes.length} bytes are no filter of wanted names`);
  const added = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0);
  return new Wanted(0, bytes.slice(HEAD_BYTES), added);
}

function sizeFor(names: number): number {
  const bytes = Math.max(MIN_BYTES, (names * BITS_PER_NAME) / 8);
  return Math.min(MAX_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
}

function bitOf({ first, second }: GroupHash, probe: number, mask: number): number {
  return (first + Math.imul(probe, second)) & mask;
}
