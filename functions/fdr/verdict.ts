// What came of a message's files, and how often it came → it is done, comes again, or is given up.

/** What came of one delivery of a message. */
export interface Worked {
  /** One for each file that was tried in vain. */
  readonly failures: readonly string[];
  /** Files that there was no time for. */
  readonly unreached: number;
  /** Files in all. */
  readonly files: number;
  /** What no other delivery of it would mend, once its files are done. */
  readonly complaint: string | undefined;
}

/** What becomes of the message. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'give-up'; readonly reason: string };

const MINUTE_MS = 60_000;

/**
 * How long a message rests after each delivery in which a file failed: an outage of hours passes. There are as many as there
 * are repetitions; all of it is over in 4.5 h, while the feed keeps files for 7 days.
 */
const RESTS_MS = [1, 5, 15, 60, 180].map((minutes) => minutes * MINUTE_MS);

/** Deliveries of a message of which files fail. */
export const MAX_FAILED_DELIVERIES = RESTS_MS.length + 1;

/**
 * Deliveries of a message that is never worked off: each goes on behind the last, unless it was killed. 30 runs have time for
 * some hundred gigabytes as stored.
 */
export const MAX_DELIVERIES = 30;

/** Failures that a reason names; the log names all. */
const MAX_NAMED = 3;

/** Why a message is given up before it is looked at: whatever takes it up is killed. Undefined: it is to be looked at. */
export function reasonToRefuse(receiveCount: number, most: number): string | undefined {
  if (receiveCount <= most) return undefined;
  return `it was delivered ${receiveCount - 1} times and never worked off: its runs were killed, or ran out of time`;
}

/** Judges one delivery. */
export function judge(worked: Worked, receiveCount: number): Verdict {
  const { failures, unreached, files, complaint } = worked;
  const named = failures.slice(0, MAX_NAMED).join('; ');
  const failed =
    failures.length === 0 ? '' : `${failures.length} of ${files} files failed: ${named}`;
  if (unreached > 0) {
    const reason = `no time for ${unreached} of ${files} files${failed === '' ? '' : `; ${failed}`}`;
    const isOver = receiveCount >= MAX_DELIVERIES;
    return isOver ? { kind: 'give-up', reason } : { kind: 'again', afterMs: 0, reason };
  }
  if (failures.length > 0) {
    const afterMs = RESTS_MS[receiveCount - 1];
    if (afterMs === undefined) return { kind: 'give-up', reason: failed };
    return { kind: 'again', afterMs, reason: failed };
  }
  return complaint === undefined ? { kind: 'done' } : { kind: 'give-up', reason: complaint };
}
