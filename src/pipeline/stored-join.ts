// Starts and connections of different objects → judged by whichever comes second; after the grace, by settle.

import type { FindingPart } from '../model/index.ts';
import type {
  AwaitReply,
  KeyOffers,
  OpenConnection,
  ProcessStore,
  WaitingConnection,
} from '../ports/index.ts';

/** What is said of a connection, given what is offered. */
export interface Judged {
  /** False where an offer that is still to come could change it. */
  readonly isFinal: boolean;
  readonly parts: readonly FindingPart[];
}

/** What the join is made of. */
export interface StoredJoinDeps {
  readonly processes: ProcessStore;
  judge(connection: Omit<WaitingConnection, 'isJudged'>): Judged;
  /** Keeps and publishes; called before the connection is let go. */
  deliver(parts: readonly FindingPart[]): Promise<void>;
  /** The connection was judged before without what it lacked, and what it lacked came late. */
  revise(connection: WaitingConnection, judged: Judged): Promise<void>;
}

/** What became of starts. */
export interface StartsReport {
  /** Connections that were judged, those that came late included. */
  readonly judged: number;
  readonly late: number;
  /** Starts too large to be kept: connections to come will not find them. */
  readonly tooLarge: number;
}

/** Keeps starts, and judges who waited for them. */
export async function keepStarts(
  starts: readonly KeyOffers[],
  deps: StoredJoinDeps,
): Promise<StartsReport> {
  const replies = await deps.processes.putStarts(starts);
  const waiting = replies.flatMap((reply) => (reply.kind === 'kept' ? reply.waiting : []));
  const judged = await judgeWaiting(distinct(waiting), deps);
  return { ...judged, tooLarge: replies.filter(({ kind }) => kind === 'tooLarge').length };
}

/** Keeps a connection until it can be judged; judges it now if nothing is missing, or if it cannot be kept. */
export async function keepConnection(
  connection: OpenConnection,
  deps: StoredJoinDeps,
): Promise<AwaitReply['kind'] | 'judged'> {
  const { kind, offered } = await deps.processes.awaitStart(connection);
  const judged = deps.judge({ ...connection, offered });
  if (kind !== 'waits') {
    await deps.deliver(judged.parts);
    return kind;
  }
  if (!judged.isFinal) return kind;
  await deps.deliver(judged.parts);
  await deps.processes.conclude(connection);
  return 'judged';
}

/** Judges what is due with what there is; gives how many. Offers may still come: a changed verdict is a revision. */
export async function settleConnections(
  nowMs: number,
  leaseMs: number,
  deps: StoredJoinDeps,
): Promise<number> {
  let count = 0;
  for await (const connection of deps.processes.settleDue(nowMs, leaseMs)) {
    const judged = deps.judge(connection);
    await deps.deliver(judged.parts);
    if (judged.isFinal) await deps.processes.conclude(connection);
    else await deps.processes.judgedEarly(connection);
    count++;
  }
  return count;
}

async function judgeWaiting(
  waiting: readonly WaitingConnection[],
  deps: StoredJoinDeps,
): Promise<Pick<StartsReport, 'judged' | 'late'>> {
  let judgedCount = 0;
  let late = 0;
  for (const connection of waiting) {
    const judged = deps.judge(connection);
    if (!judged.isFinal) continue;
    if (connection.isJudged) await deps.revise(connection, judged);
    else await deps.deliver(judged.parts);
    await deps.processes.conclude(connection);
    judgedCount++;
    if (connection.isJudged) late++;
  }
  return { judged: judgedCount, late };
}

/** A connection waits under each of its keys; the last reply to name it shows the most. */
function distinct(waiting: readonly WaitingConnection[]): readonly WaitingConnection[] {
  return [...new Map(waiting.map((one) => [`${one.tenant} ${one.ref}`, one])).values()];
}
