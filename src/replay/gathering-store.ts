// Partial matches on their way to whoever judges them: gathered, and never read here.

import type { DueGroup, PartialMatchStore, PartialPut } from '../ports/index.ts';

/** A store that only takes; `takeAll` gives what it took since it was last asked. */
export interface GatheringStore extends PartialMatchStore {
  takeAll(): readonly PartialPut[];
}

const NOTHING_DUE: AsyncIterable<DueGroup> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

/** Makes one. Whoever flushes a correlator over it finds no window. */
export function createGatheringStore(): GatheringStore {
  let gathered: PartialPut[] = [];
  return {
    async put(puts) {
      gathered.push(...puts);
      return puts.map(() => 'kept');
    },
    makeRoom: async () => undefined,
    range: async () => ({ parts: [], isWhole: true }),
    due: () => NOTHING_DUE,
    judged: async () => undefined,
    takeAll() {
      const taken = gathered;
      gathered = [];
      return taken;
    },
  };
}
