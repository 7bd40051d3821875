// Time passes over an alert → it is closed when its window is over, and resolved after a quiet day. Pure.
//
//   due ─ opened, raised ─→ begin closed ─→ say ─→ said: due a quiet day after the last match
//       ─ closed ─ quiet ─→ begin resolved ─→ say ─→ said: never due again
//                └ not ───→ wait
//       ─ begun, and nobody said that it was sent ─→ say again

import type { AlertActivity, StoredAlert, Telling } from '../model/index.ts';
import type { AlertTimes } from './advance.ts';

/** What is to be done with an alert that is due. */
export type AlertStep =
  | { readonly kind: 'begin'; readonly event: 'closed' | 'resolved' }
  | { readonly kind: 'say'; readonly revision: number }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'end' };

/** What is known of an alert's matches now. */
export interface AlertMatches {
  readonly count: number;
  /** Time of the last, epoch ms; undefined = none has a time. */
  readonly lastMs: number | undefined;
}

/** What to do next. */
export function nextStep(
  alert: StoredAlert,
  { activeMs }: AlertActivity,
  nowMs: number,
  { quietMs }: AlertTimes,
): AlertStep {
  if (alert.pending !== undefined) return { kind: 'say', revision: alert.pending };
  const last = alert.told.at(-1);
  if (last === undefined || last.event === 'resolved') return { kind: 'end' };
  if (last.event !== 'closed') return { kind: 'begin', event: 'closed' };
  const untilMs = activeMs + quietMs;
  return untilMs <= nowMs ? { kind: 'begin', event: 'resolved' } : { kind: 'wait', untilMs };
}

/** Events come so much later than they happened, as a rule; a greater delay is a clock that is wrong. */
const BELIEVED_LAG_MS = 3_600_000;

/**
 * When the last match was. If there are more than at the last look, it was between that and this one: where its own time
 * says otherwise, now. So a host whose clock is wrong keeps no alert open for ever, and resolves none that goes on.
 */
export function activityOf(
  { activity, openedMs }: StoredAlert,
  { count, lastMs }: AlertMatches,
  nowMs: number,
): AlertActivity {
  if (activity !== undefined && activity.count === count) return { ...activity, seenMs: nowMs };
  const { seenMs = openedMs } = activity ?? {};
  const earliestMs = activity === undefined ? Number.NEGATIVE_INFINITY : seenMs - BELIEVED_LAG_MS;
  const isBelieved = lastMs !== undefined && lastMs >= earliestMs && lastMs <= nowMs;
  return { count, seenMs: nowMs, activeMs: isBelieved ? Math.max(lastMs, seenMs) : nowMs };
}

/** The next revision, brought by time. It is due again until somebody says that it was sent. */
export function begun(
  alert: StoredAlert,
  event: 'closed' | 'resolved',
  activity: AlertActivity,
  nowMs: number,
): StoredAlert {
  const last = alert.told.at(-1);
  if (last === undefined) return alert;
  const { level, route } = last;
  const telling: Telling = { event, level, route, rules: alert.rules.length, atMs: nowMs };
  return { ...alert, told: [...alert.told, telling], pending: alert.told.length, activity };
}

/** Nothing is to be said before then. */
export function waiting(alert: StoredAlert, activity: AlertActivity, untilMs: number): StoredAlert {
  return { ...alert, activity, dueMs: untilMs };
}

/** A revision that time brought was sent. What a finding told in the meantime keeps its own window. */
export function said(alert: StoredAlert, revision: number, times: AlertTimes): StoredAlert {
  if (alert.pending !== revision) return alert;
  const { pending: _, ...rest } = alert;
  const last = alert.told.at(-1);
  if (last?.event === 'resolved') return ended(rest);
  const activeMs = alert.activity?.activeMs ?? alert.joinedMs;
  const dueMs =
    last?.event === 'closed' ? activeMs + times.quietMs : (last?.atMs ?? 0) + times.windowMs;
  return { ...rest, dueMs };
}

/** The alert before it was resolved, and people know: what is told of this one has its own window. */
export function withoutPrevious(alert: StoredAlert, times: AlertTimes): StoredAlert {
  const { previous: _, ...rest } = alert;
  const last = alert.told.at(-1);
  return last === undefined ? ended(rest) : { ...rest, dueMs: last.atMs + times.windowMs };
}

/** Time brings nothing more. */
export function ended({ dueMs: _, ...alert }: StoredAlert): StoredAlert {
  return alert;
}
