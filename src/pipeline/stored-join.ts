// Starts and connections of different objects → judged by whichever comes second; after the grace, by settle.
//
//   within the grace   judge ─→ deliver what is certain ─ all of it? → conclude
//                                                       └ else       → wait on
//   past it, settle    judge ─ all is certain → review ─ conclude
//                            └ else           → deliver also what is not ─ judgedEarly ─ more came meanwhile? → as a start
//   past it, a start   judge ─→ review what is certain  ─ all of it? → conclude
//
//   review: deliver, and revise what was said with less

import { leastOffers } from '../model/index.ts';
import type {
  AwaitReply,
  KeyOffers,
  OpenConnection,
  ProcessStore,
  WaitingConnection,
} from '../ports/index.ts';
import { atOnce } from './at-once.ts';

/** What is said of a connection, given what is offered. */
export interface Judged {
  /** False where an offer that is still to come could change some of it. */
  readonly isFinal: boolean;
  /** True where some of it can no more be changed. */
  readonly isCertainInPart: boolean;
}

/** What the join is made of. */
export interface StoredJoinDeps<J extends Judged> {
  readonly processes: ProcessStore;
  /** For telling what is past its grace. */
  nowMs(): number;
  judge(connection: Omit<WaitingConnection, 'isJudged'>): J;
  /** Keeps and publishes what is certain; called before the connections are let go. */
  deliver(judged: readonly J[]): Promise<void>;
  /** The same of connections that may have been judged before without what they lacked. */
  review(judged: readonly J[]): Promise<void>;
  /** Keeps and publishes all of it: nobody waits for more. */
  deliverEarly(judged: readonly J[]): Promise<void>;
}

/** What became of starts. */
export interface StartsReport {
  /** Connections that nothing more is to come for. */
  readonly judged: number;
  /** Connections that were past their grace, and of which something is certain now. */
  readonly late: number;
  /** Starts too large to be kept: connections to come will not find them. */
  readonly tooLarge: number;
}

/** What became of connections. */
export interface ConnectionsReport {
  readonly waits: number;
  /** Judged with what had been offered, and that was all they lacked. */
  readonly judged: number;
  /** They wait for settle alone: too many wait under one of their keys. */
  readonly full: number;
  /** Judged with what had been offered though it was not all, as they are too large to be kept. */
  readonly tooLarge: number;
}

/** Calls at a time where a method is called for each connection. */
const AT_ONCE = 16;

/** Connections that are judged together when they are due: what is handed out must be done within the lease. */
const DUE_AT_ONCE = 50;

/** Starts that are kept together: twenty items of 200,000 characters may wait for each, and are held until judged. */
const STARTS_AT_ONCE = 32;

/** Keeps starts, and judges who waited for them, before the next are kept. */
export async function keepStarts<J extends Judged>(
  starts: readonly KeyOffers[],
  deps: StoredJoinDeps<J>,
): Promise<StartsReport> {
  const sum = { judged: 0, late: 0, tooLarge: 0 };
  for (let from = 0; from < starts.length; from += STARTS_AT_ONCE) {
    const some = await keepSome(starts.slice(from, from + STARTS_AT_ONCE), deps);
    sum.judged += some.judged;
    sum.late += some.late;
    sum.tooLarge += some.tooLarge;
  }
  return sum;
}

async function keepSome<J extends Judged>(
  starts: readonly KeyOffers[],
  deps: StoredJoinDeps<J>,
): Promise<StartsReport> {
  const replies = await deps.processes.putStarts(starts);
  const waiting = replies.flatMap((reply) => (reply.kind === 'kept' ? reply.waiting : []));
  const judged = await judgeWaiting(distinct(waiting), deps);
  return { ...judged, tooLarge: replies.filter(({ kind }) => kind === 'tooLarge').length };
}

/** Keeps connections until they can be judged; judges those now that lack nothing, or that cannot be kept. */
export async function keepConnections<J extends Judged>(
  connections: readonly OpenConnection[],
  deps: StoredJoinDeps<J>,
): Promise<ConnectionsReport> {
  const replies = await atOnce(connections, AT_ONCE, async (connection) => {
    const { kind, isLate: wasThere, offered } = await deps.processes.awaitStart(connection);
    // One that comes past its grace waited elsewhere, and was judged there.
    const isLate = wasThere || connection.dueMs <= deps.nowMs();
    return { connection, kind, isLate, judged: deps.judge({ ...connection, offered }) };
  });
  const refused = replies.filter(({ kind, judged }) => kind === 'tooLarge' && !judged.isFinal);
  if (refused.length > 0) await deps.deliverEarly(refused.map(({ judged }) => judged));
  const certain = replies.filter(
    (reply) => reply.judged.isCertainInPart && !refused.includes(reply),
  );
  const timely = certain.filter(({ isLate }) => !isLate);
  // Delivered again, and judged early in between: whoever brought what makes it certain may have died before it revised.
  const late = certain.filter(({ isLate }) => isLate);
  if (timely.length > 0) await deps.deliver(timely.map(({ judged }) => judged));
  if (late.length > 0) await deps.review(late.map(({ judged }) => judged));
  const done = replies.filter(({ kind, judged }) => kind !== 'tooLarge' && judged.isFinal);
  await conclude(
    done.map(({ connection }) => connection),
    deps,
  );
  const open = replies.filter(({ judged }) => !judged.isFinal);
  const count = (wanted: AwaitReply['kind']) => open.filter(({ kind }) => kind === wanted).length;
  return {
    waits: count('waits'),
    judged: replies.length - open.length,
    full: count('full'),
    tooLarge: count('tooLarge'),
  };
}

/** How many connections were judged by settle; those that were final had found their start after all. */
export interface SettledReport {
  readonly final: number;
  readonly early: number;
}

/** Judges what is due at `nowMs` with what there is. Offers may still come: a changed verdict is a revision. */
export async function settleConnections<J extends Judged>(
  nowMs: number,
  leaseMs: number,
  deps: StoredJoinDeps<J>,
  hasTime: () => boolean = () => true,
): Promise<SettledReport> {
  const report = { final: 0, early: 0 };
  let batch: WaitingConnection[] = [];
  const flush = async () => {
    const { final, early } = await settleBatch(batch, deps);
    report.final += final;
    report.early += early;
    batch = [];
  };
  if (hasTime()) {
    for await (const connection of deps.processes.settleDue(nowMs, leaseMs)) {
      batch.push(connection);
      if (batch.length === DUE_AT_ONCE) await flush();
      if (!hasTime()) break;
    }
  }
  await flush();
  return report;
}

async function settleBatch<J extends Judged>(
  batch: readonly WaitingConnection[],
  deps: StoredJoinDeps<J>,
): Promise<SettledReport> {
  const all = batch.map((connection) => ({ connection, judged: deps.judge(connection) }));
  const final = all.filter(({ judged }) => judged.isFinal);
  const early = all.filter(({ judged }) => !judged.isFinal);
  if (final.length > 0) await deps.review(final.map(({ judged }) => judged));
  if (early.length > 0) await deps.deliverEarly(early.map(({ judged }) => judged));
  await conclude(
    final.map(({ connection }) => connection),
    deps,
  );
  await judgedEarly(
    early.map(({ connection }) => connection),
    deps,
  );
  return { final: final.length, early: early.length };
}

/** Whoever brought an offer while these were being judged found nothing yet to revise: it is done here. */
async function judgedEarly<J extends Judged>(
  connections: readonly WaitingConnection[],
  deps: StoredJoinDeps<J>,
): Promise<void> {
  const marked = await atOnce(
    connections,
    AT_ONCE,
    async (connection): Promise<WaitingConnection> => {
      const offered = await deps.processes.judgedEarly(connection);
      return { ...connection, offered, isJudged: true };
    },
  );
  const before = new Map(connections.map(({ ref, offered }) => [ref, JSON.stringify(offered)]));
  const more = marked.filter(({ ref, offered }) => JSON.stringify(offered) !== before.get(ref));
  await judgeWaiting(more, deps);
}

async function judgeWaiting<J extends Judged>(
  waiting: readonly WaitingConnection[],
  deps: StoredJoinDeps<J>,
): Promise<Pick<StartsReport, 'judged' | 'late'>> {
  const certain = waiting
    .map((connection) => ({ connection, judged: deps.judge(connection) }))
    .filter(({ judged }) => judged.isCertainInPart);
  const nowMs = deps.nowMs();
  // Past its grace it may have been judged by a run of settle that died before it could say so.
  const isLate = ({ isJudged, dueMs }: WaitingConnection) => isJudged || dueMs <= nowMs;
  const late = certain.filter(({ connection }) => isLate(connection));
  const timely = certain.filter(({ connection }) => !isLate(connection));
  if (timely.length > 0) await deps.deliver(timely.map(({ judged }) => judged));
  if (late.length > 0) await deps.review(late.map(({ judged }) => judged));
  const final = certain.filter(({ judged }) => judged.isFinal);
  await conclude(
    final.map(({ connection }) => connection),
    deps,
  );
  return { judged: final.length, late: late.length };
}

async function conclude<J extends Judged>(
  connections: readonly OpenConnection[],
  { processes }: StoredJoinDeps<J>,
): Promise<void> {
  await atOnce(connections, AT_ONCE, (connection) => processes.conclude(connection));
}

/** A connection waits under each of its keys; no reply need show all that the replies together do. */
function distinct(waiting: readonly WaitingConnection[]): readonly WaitingConnection[] {
  const found = new Map<string, WaitingConnection>();
  for (const one of waiting) {
    const id = `${one.tenant} ${one.ref}`;
    const before = found.get(id);
    found.set(id, before === undefined ? one : united(before, one));
  }
  return [...found.values()];
}

function united(a: WaitingConnection, b: WaitingConnection): WaitingConnection {
  const offered = a.offered.map((offers, index) =>
    leastOffers([...offers, ...(b.offered[index] ?? [])]),
  );
  return { ...a, offered, isJudged: a.isJudged || b.isJudged };
}
