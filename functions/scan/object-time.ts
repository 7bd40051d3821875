// What is left of an invocation → what each of its objects may take of it.
//
//   |──────── share of the object ────────|──── the objects behind it ────|── reserve ──|
//   |─ first reading ─|─ second reading ──|                                deliver, answer

/** How long the scan of an object may take. */
export interface ObjectTime {
  /** True once what is left of the object is to be scanned by another invocation. Absent: there is no way to ask for one. */
  readonly isOver?: () => boolean;
  /** True once reading was ended for want of time. */
  isStopped(): boolean;
  /** ms after which this run cannot be alive any more. */
  readonly leaseMs: number;
}

/** What an invocation is known by. */
export interface Invocation {
  /** ms until the service kills it. */
  remainingMs(): number;
  readonly signal: AbortSignal;
  /** Kept of it for delivering and answering. */
  readonly reserveMs: number;
  readonly canGoOn: boolean;
}

/** Clocks of functions differ by that, at most. */
const SKEW_MS = 5_000;

/** Connections that wait for what stands behind them in the object make it be read twice, in the time of one share. */
const READINGS = 2;

/**
 * The time of an object, `left` of which are still to be scanned: an even share, so that several large ones in a batch all
 * come further, and one that needs less leaves the rest to the others.
 */
export function objectTime(invocation: Invocation, left: number): ObjectTime {
  const { signal, reserveMs, canGoOn } = invocation;
  const nowMs = invocation.remainingMs();
  const shareMs = Math.max(0, nowMs - reserveMs) / left / READINGS;
  const isOver = () => invocation.remainingMs() <= nowMs - shareMs;
  return {
    ...(canGoOn && { isOver }),
    isStopped: () => signal.aborted,
    leaseMs: nowMs + SKEW_MS,
  };
}
