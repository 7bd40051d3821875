// Names of a file → a Bloom filter, so that most files are not read for a name that they do not have.

/** One in a hundred others is taken for one that was added. */
const BITS_PER_NAME = 10;
const PROBES = 7;

/** A filter of hashes. It may say yes of one that was never added, never no of one that was. */
export function filterOf(hashes: readonly number[]): Uint8Array {
  const filter = new Uint8Array(Math.ceil((hashes.length * BITS_PER_NAME) / 8));
  for (const hash of hashes) {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = bitOf(hash, probe, filter);
      filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return filter;
}

/** True for every hash that was added. */
export function mayHave(filter: Uint8Array, hash: number): boolean {
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = bitOf(hash, probe, filter);
    if (((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

function bitOf(hash: number, probe: number, { length }: Uint8Array): number {
  const first = Math.floor(hash / 2 ** 21);
  const step = (hash % 2 ** 32) | 1;
  return length === 0 ? 0 : ((first + Math.imul(probe, step)) >>> 0) % (length * 8);
}
