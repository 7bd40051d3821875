// A store → the same with some of its methods replaced. Stores are classes and objects alike: spreading one would lose its methods.

import type { FindingStore, PartialMatchStore, ProcessStore } from '../ports/index.ts';

/** The store of findings, changed. */
export function changedFindings(store: FindingStore, changes: Partial<FindingStore>): FindingStore {
  return {
    record: (part, terms) => store.record(part, terms),
    sent: (tenant, id, revision) => store.sent(tenant, id, revision),
    dropped: (tenant, id, revision, of) => store.dropped(tenant, id, revision, of),
    unsent: (nowMs, terms) => store.unsent(nowMs, terms),
    revise: (tenant, id, revision, terms) => store.revise(tenant, id, revision, terms),
    read: (tenant, id) => store.read(tenant, id),
    ...changes,
  };
}

/** The store of partial matches, changed. */
export function changedPartialMatches(
  store: PartialMatchStore,
  changes: Partial<PartialMatchStore>,
): PartialMatchStore {
  return {
    put: (puts) => store.put(puts),
    makeRoom: () => store.makeRoom(),
    range: (group, spans) => store.range(group, spans),
    due: (nowMs) => store.due(nowMs),
    judged: (due) => store.judged(due),
    ...changes,
  };
}

/** The store of starts and connections, changed. */
export function changedProcesses(
  store: ProcessStore,
  changes: Partial<ProcessStore>,
): ProcessStore {
  return {
    putStarts: (starts) => store.putStarts(starts),
    awaitStart: (connection) => store.awaitStart(connection),
    conclude: (connection) => store.conclude(connection),
    judgedEarly: (connection) => store.judgedEarly(connection),
    settleDue: (nowMs, leaseMs) => store.settleDue(nowMs, leaseMs),
    ...changes,
  };
}
