// All objects have been read: connections with what was offered, then groups of correlations → findings, kept. As far as time
// goes: what is judged leaves the state, and the step is called again for the rest.

import { changedPartialMatches } from '../../src/deliver/index.ts';
import { atOnce } from '../../src/pipeline/index.ts';
import type { DueGroup, PartialMatchStore, WaitingConnection } from '../../src/ports/index.ts';
import { ReplayJudge } from '../../src/replay/index.ts';
import { judgedPrefix, writeLines } from './batch-file.ts';
import { deliverParts, type StepDeps } from './step-deps.ts';

/** What a call came to. */
export interface JudgedStep {
  /** False: call again, after a while: the index of what is due may lag. True only of a call that found nothing. */
  readonly isDone: boolean;
  readonly connections: number;
  readonly groups: number;
}

/** Connections, and groups, that are judged, kept and ended together. */
const CONNECTIONS_AT_ONCE = 200;
const GROUPS_AT_ONCE = 200;
const CALLS_AT_ONCE = 16;

/** What a run is given to judge is due again at once: nobody else judges it, and a call that died is repeated. */
const LEASE_MS = 1;

/** Judges: at least one round a call. */
export async function judge(deps: StepDeps): Promise<JudgedStep> {
  const { clock, time } = deps;
  let connections = 0;
  let groups = 0;
  // Behind all leases of earlier calls, and of earlier rounds of this one.
  for (
    let nowMs = clock.nowMs() + LEASE_MS;
    ;
    nowMs = Math.max(clock.nowMs(), nowMs + 2 * LEASE_MS)
  ) {
    const round = await judgeConnections(nowMs, deps);
    connections += round;
    if (round > 0 && !time.hasTime()) return { isDone: false, connections, groups };
    if (round > 0) continue;
    const settled = await judgeGroups(nowMs, deps);
    groups += settled;
    if (settled === 0) return { isDone: connections + groups === 0, connections, groups };
    if (!time.hasTime()) return { isDone: false, connections, groups };
  }
}

async function judgeConnections(nowMs: number, deps: StepDeps): Promise<number> {
  let judged = 0;
  let batch: WaitingConnection[] = [];
  const flush = async () => {
    const some = batch;
    batch = [];
    if (some.length === 0) return;
    await judgeWith(deps, deps.partialMatches, `connections ${some[0]?.ref}`, async (one) => {
      one.judge(some);
      await one.flush();
    });
    await atOnce(some, CALLS_AT_ONCE, (connection) => deps.processes.conclude(connection));
    judged += some.length;
  };
  for await (const connection of deps.processes.settleDue(nowMs, LEASE_MS)) {
    batch.push(connection);
    if (batch.length < CONNECTIONS_AT_ONCE) continue;
    await flush();
    if (!deps.time.hasTime()) return judged;
  }
  await flush();
  return judged;
}

async function judgeGroups(nowMs: number, deps: StepDeps): Promise<number> {
  const taken: DueGroup[] = [];
  const store = changedPartialMatches(deps.partialMatches, {
    due: () => (taken.length > 0 ? none() : some(deps.partialMatches.due(nowMs), taken)),
  });
  await judgeWith(
    deps,
    store,
    () => `groups ${JSON.stringify(taken[0]?.group)}`,
    (one) => one.settle(),
  );
  for (const due of taken) await deps.partialMatches.judged(due);
  return taken.length;
}

/** One round: what it found is kept, and noted in a file of the run, before anything leaves the state. */
async function judgeWith(
  deps: StepDeps,
  store: PartialMatchStore,
  nameOf: string | (() => string),
  work: (judge: ReplayJudge) => Promise<void>,
): Promise<void> {
  const keeping = deps.keeping();
  const { records: watch, reader } = keeping;
  const one = new ReplayJudge(deps.passes, { store, watch, reader });
  await work(one);
  const parts = one.parts();
  if (parts.length === 0) return;
  const name = typeof nameOf === 'string' ? nameOf : nameOf();
  const found = await deliverParts(parts, `judge ${name}`, keeping, deps);
  // A round that is repeated finds the same, and says so in a file of its own.
  const key = `${judgedPrefix(deps.run.id)}${globalThis.crypto.randomUUID()}.ndjson`;
  await writeLines(
    deps.files,
    key,
    found.map((line) => ({ kind: 'found', ...line })),
  );
}

/** The first of them; what was leased beside is due again in the next round. */
async function* some(due: AsyncIterable<DueGroup>, taken: DueGroup[]): AsyncGenerator<DueGroup> {
  for await (const group of due) {
    taken.push(group);
    yield group;
    if (taken.length === GROUPS_AT_ONCE) return;
  }
}

async function* none(): AsyncGenerator<DueGroup> {
  yield* [];
}
