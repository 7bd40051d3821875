// What may still be on its way in the queue → up to which time settle judges what later events could undo.
//
//   events ── arrive within the grace ──→ queue ── waits: a backlog ──→ scanned, too late to be judged with the others
//   so:  judged up to the time at which the backlog began; never more than MAX_HOLD_MS behind

import type {
  BacklogGauge,
  BacklogNotes,
  ObjectLedger,
  SeenBacklog,
} from '../../src/ports/index.ts';
import { MAX_HOLD_MS } from '../../src/ports/index.ts';

/**
 * Since a backlog was last seen, how long its last objects may still be in the hands of scans: the longest run, and a
 * minute between the runs of settle.
 */
const CLEARING_MS = 4 * 60_000;

/** What holding back is given. */
export interface HoldDeps {
  readonly tenant: string;
  /** Absent with the direct trigger: no queue, no backlog. */
  readonly queue?: WatchedQueue | undefined;
  readonly notes: BacklogNotes;
  readonly ledger: Pick<ObjectLedger, 'underWaySince'>;
  /** The queue could not be asked; that counts as a backlog. */
  unknown(error: Error): void;
}

/** The queue, and what is no backlog of it. */
export interface WatchedQueue {
  readonly gauge: BacklogGauge;
  /** Messages that the scans take at once: so many may wait at any moment, and are gone at the next. */
  readonly roundSize: number;
}

/** The time up to which may be judged: `nowMs` where nothing is behind. */
export async function judgeUpTo(nowMs: number, deps: HoldDeps): Promise<number> {
  const since = [await backlogSince(nowMs, deps), await deps.ledger.underWaySince()];
  const starts = since.flatMap((startMs) => startMs ?? []);
  if (starts.length === 0) return nowMs;
  return Math.max(Math.min(...starts) - CLEARING_MS, nowMs - MAX_HOLD_MS);
}

/** When the backlog began that is there, or was within the last minutes. */
async function backlogSince(
  nowMs: number,
  { tenant, queue, notes, unknown }: HoldDeps,
): Promise<number | undefined> {
  if (queue === undefined) return undefined;
  const noted = await notes.read(tenant);
  const seen = noted !== undefined && nowMs - noted.lastMs < CLEARING_MS ? noted : undefined;
  if (!(await isBehind(queue, unknown))) return seen?.sinceMs;
  const still: SeenBacklog = { sinceMs: seen?.sinceMs ?? nowMs, lastMs: nowMs };
  await notes.note(tenant, still);
  return still.sinceMs;
}

async function isBehind(
  { gauge, roundSize }: WatchedQueue,
  unknown: HoldDeps['unknown'],
): Promise<boolean> {
  try {
    return (await gauge.read()).waiting > roundSize;
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    unknown(thrown);
    return true;
  }
}
