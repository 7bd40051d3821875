// Groups → a set of them in memory that does not grow: it may say yes of a group that was never added, but never no of one that was.

/** 2 MiB of bits. Of a million groups in it one in 500 others is taken for one of them, of ten million most. */
const BITS = 2 ** 24;
const PROBES = 4;

/** So many are kept as they are: most scans have fewer, and 2 MiB each would be the garbage of those. */
const MAX_FEW = 2_000;

/** A group's hash: two numbers of 32 bits. */
export interface GroupHash {
  readonly first: number;
  /** Odd, so that its multiples reach every bit. */
  readonly second: number;
}

/** Above the bits of the second number that count. */
const STEP = 2 ** 20;

/** A class because its bits are its invariant: a Bloom filter, once there are many. */
export class GroupSet {
  readonly #few = new Set<number>();
  #words: Uint32Array | undefined;

  /** Adds a group. */
  add(hash: GroupHash): void {
    if (this.#words !== undefined) {
      setBits(this.#words, keyOf(hash));
      return;
    }
    this.#few.add(keyOf(hash));
    if (this.#few.size > MAX_FEW) this.#words = this.#toBits();
  }

  /** True for every group that was added. */
  has(hash: GroupHash): boolean {
    const key = keyOf(hash);
    return this.#words === undefined ? this.#few.has(key) : hasBits(this.#words, key);
  }

  #toBits(): Uint32Array {
    const words = new Uint32Array(BITS / 32);
    for (const key of this.#few) setBits(words, key);
    this.#few.clear();
    return words;
  }
}

/** One number of 52 bits. */
function keyOf({ first, second }: GroupHash): number {
  return (first >>> 0) * STEP + (second & (STEP - 1));
}

function setBits(words: Uint32Array, key: number): void {
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = bitOf(key, probe);
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

function hasBits(words: Uint32Array, key: number): boolean {
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = bitOf(key, probe);
    if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

function bitOf(key: number, probe: number): number {
  return (Math.floor(key / STEP) + probe * (key % STEP)) % BITS;
}

/** Stands behind each value; no character of a text is as great, so none runs into the next. */
const END = 0x1_0000;

/** Hashes the values of a group. Whoever makes values collide is only looked at once more. */
export function hashGroup(values: readonly string[]): GroupHash {
  let first = 0x9e37_79b9;
  let second = 0x85eb_ca6b;
  for (const value of values) {
    for (let index = 0; index <= value.length; index++) {
      const unit = index < value.length ? value.charCodeAt(index) : END;
      first = Math.imul(first ^ unit, 0x9e37_79b1);
      second = Math.imul(second ^ unit, 0x5f35_6495);
    }
  }
  return { first: mixed(first ^ (second >>> 15)), second: mixed(second ^ (first >>> 13)) | 1 };
}

/** Lets every bit of a number bear on its lowest. @see MurmurHash3, fmix32 */
function mixed(number: number): number {
  let mix = Math.imul(number ^ (number >>> 16), 0x85eb_ca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2_ae35);
  return mix ^ (mix >>> 16);
}
