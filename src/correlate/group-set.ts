// Groups → a set of them in memory that does not grow: it may say yes of a group that was never added, but never no of one that was.

/** 2 MiB of bits. Of a million groups in it one in 500 others is taken for one of them, of ten million most. */
const BITS = 2 ** 24;
const PROBES = 4;

/** A group's hash: two numbers of 32 bits. */
export interface GroupHash {
  readonly first: number;
  /** Odd, so that its multiples reach every bit. */
  readonly second: number;
}

/** A class because its bits are its invariant: a Bloom filter. */
export class GroupSet {
  readonly #words = new Uint32Array(BITS / 32);

  /** Adds a group. */
  add(hash: GroupHash): void {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = bitOf(hash, probe);
      const word = bit >>> 5;
      this.#words[word] = (this.#words[word] ?? 0) | (1 << (bit & 31));
    }
  }

  /** True for every group that was added. */
  has(hash: GroupHash): boolean {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = bitOf(hash, probe);
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

function bitOf({ first, second }: GroupHash, probe: number): number {
  return (first + Math.imul(probe, second)) & (BITS - 1);
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
