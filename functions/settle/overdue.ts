// The index of what waits → how much of it should have been done long ago.
//
// What is leased and fails again comes back within its lease, and is counted as failure; this is what no run came to.

import type { DueIndex, DueKind } from '../../src/ports/index.ts';

/** How long a thing is due before it is overdue: fifteen runs. */
export const OVERDUE_MS = 15 * 60_000;

/** Counted of a kind, at most: more is no more alarming, and a run has other things to do. */
const MAX_COUNTED = 1_000;

/** A look costs a query a shard and kind: one in five minutes is often enough for an alarm. */
const EVERY_MINUTES = 5;

/** What should be sent, and what should be judged. */
const SENDINGS: readonly DueKind[] = ['finding', 'alert', 'digest'];
const JUDGINGS: readonly DueKind[] = ['connection', 'correlation'];

/** Items by what should have become of them; each kind of item counts up to 1,000. */
export interface Overdue {
  /** Findings, alerts and digests that should have been told. */
  readonly findings: number;
  /** Connections, files of them, and groups of correlations that should have been judged. */
  readonly pendings: number;
}

/** Up to when each is to be done. */
export interface DueTimes {
  readonly nowMs: number;
  /** What later events could undo is judged up to here: what is held back is not overdue. */
  readonly judgeMs: number;
}

/**
 * Looks in every fifth minute; undefined in the others.
 * @param ofFiles counts files of connections that were due then
 */
export async function countOverdue(
  { nowMs, judgeMs }: DueTimes,
  index: DueIndex,
  ofFiles: (untilMs: number) => Promise<number> = async () => 0,
): Promise<Overdue | undefined> {
  if (Math.floor(nowMs / 60_000) % EVERY_MINUTES !== 0) return undefined;
  const findings = await countDue(SENDINGS, nowMs - OVERDUE_MS, index);
  const untilMs = judgeMs - OVERDUE_MS;
  const pendings = (await countDue(JUDGINGS, untilMs, index)) + (await ofFiles(untilMs));
  return { findings, pendings };
}

async function countDue(kinds: readonly DueKind[], untilMs: number, index: DueIndex) {
  let sum = 0;
  for (const kind of kinds) {
    let count = 0;
    for await (const _item of index.due(kind, untilMs)) {
      count++;
      if (count === MAX_COUNTED) break;
    }
    sum += count;
  }
  return sum;
}
