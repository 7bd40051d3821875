// What runs of settle tell each other of the backlog, in the memory of one process.

import type { BacklogNotes, Clock, SeenBacklog } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 86_400_000;

/** Notes that live as long as their process. */
export function createMemoryBacklogNotes(clock: Clock): BacklogNotes {
  const notes = new ExpiringMap<SeenBacklog>(clock);
  return {
    read: async (tenant) => notes.get(tenant),
    note: async (tenant, seen) => notes.set(tenant, seen, KEEP_MS),
  };
}
