// Partial matches on their way to whoever judges them: gathered, and never read here.

import type { PartialMatchStore, PartialPut } from '../ports/index.ts';

/** A store that only takes; `takeAll` gives what it took since it was last asked. */
export interface GatheringStore extends PartialMatchStore {
  takeAll(): readonly PartialPut[];
}

/** Makes one. Whoever flushes a correlator over it finds no window. */
export function createGatheringStore(): GatheringStore {
  let gathered: PartialPut[] = [];
  return {
    async put(puts) {
      gathered.push(...puts);
      return puts.map(() => 'kept');
    },
    async makeRoom() {},
    range: async () => ({ parts: [], isWhole: true }),
    async *due() {},
    async judged() {},
    takeAll() {
      const taken = gathered;
      gathered = [];
      return taken;
    },
  };
}
