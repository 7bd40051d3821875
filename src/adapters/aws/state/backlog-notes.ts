// What the runs of settle tell each other of the source queue's backlog.
//
//   B#tenant#queue / -    sinceMs, lastMs · ttl

import type { BacklogNotes } from '../../../ports/index.ts';
import { endsAfter } from './expiry.ts';
import { N, numberOf, S } from './item.ts';
import { ALONE, partitionKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 86_400_000;

/** The notes in the table. */
export function createBacklogNotes(table: StateTable): BacklogNotes {
  return {
    async read(tenant) {
      const item = await table.get(keyOf(tenant));
      if (item === undefined) return undefined;
      return { sinceMs: numberOf(item, 'sinceMs'), lastMs: numberOf(item, 'lastMs') };
    },
    async note(tenant, { sinceMs, lastMs }) {
      const { pk, sk } = keyOf(tenant);
      const times = { sinceMs: N(sinceMs), lastMs: N(lastMs) };
      await table.put({ pk: S(pk), sk: S(sk), ...times, ...endsAfter(table.nowMs(), KEEP_MS) });
    },
  };
}

function keyOf(tenant: string) {
  return { pk: partitionKey('B', tenant, ['queue']), sk: ALONE };
}
