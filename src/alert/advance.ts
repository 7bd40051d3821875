// Findings of a group → what its alert becomes, and who is to be told. Pure and idempotent: asked again with the same
// findings, in any company, it tells nothing twice.

import {
  type AlertGroup,
  type AlertRoute,
  compareText,
  type Level,
  MAX_ALERT_FINDINGS,
  type StoredAlert,
  type Telling,
} from '../model/index.ts';
import { compareLevels, compareRoutes, highest, isToldAtOnce, strongest } from './routes.ts';

/** How long an alert's window is open, and how long it must be quiet to be resolved. */
export interface AlertTimes {
  readonly windowMs: number;
  readonly quietMs: number;
}

/** An hour, as budgets are of; a day. */
export const DEFAULT_TIMES: AlertTimes = { windowMs: 3_600_000, quietMs: 86_400_000 };

/** A finding as far as alerts depend on it. */
export interface AlertEntry {
  readonly findingId: string;
  /** Id of its rule. */
  readonly rule: string;
  readonly level: Level;
  readonly route: AlertRoute;
}

/** Findings of a group, and what is known of the budgets of their rules. */
export interface Arrivals {
  readonly group: AlertGroup;
  /** Never empty; none goes to the store only. */
  readonly entries: readonly AlertEntry[];
  /** By finding: whether it may be told at once. */
  readonly grants: ReadonlyMap<string, 'granted' | 'over'>;
  /** Id of the alert that they open if there is none. */
  readonly id: string;
  readonly nowMs: number;
  readonly times: AlertTimes;
}

/** What comes of arrivals. */
export interface Advanced {
  /** The alert with them in it. */
  readonly alert: StoredAlert;
  /** False where it is as it was. */
  readonly isChanged: boolean;
  /** One that would be told if its rule's budget has room: asked for, and all of it again. */
  readonly asks: AlertEntry | undefined;
}

/** Who goes first: what reaches most, then the most severe. */
export function compareEntries(a: AlertEntry, b: AlertEntry): number {
  return (
    compareRoutes(a.route, b.route) ||
    compareLevels(a.level, b.level) ||
    compareText(a.findingId, b.findingId)
  );
}

/** Joins them, and tells those that go beyond what was told and may be. */
export function advance(there: StoredAlert | undefined, arrivals: Arrivals): Advanced {
  const before = there === undefined || isOver(there, arrivals) ? undefined : there;
  let alert = joined(before, arrivals, unsaid(there));
  for (const entry of arrivals.entries.toSorted(compareEntries)) {
    if (!isNews(alert, entry)) continue;
    const verdict = arrivals.grants.get(entry.findingId);
    if (verdict === undefined) return { alert, isChanged: alert !== there, asks: entry };
    if (verdict === 'granted') alert = told(alert, entry, arrivals);
  }
  return { alert, isChanged: alert !== there, asks: undefined };
}

/** Revision at which people are told because of the finding; undefined = none is. */
export function revisionBy({ told: tellings }: StoredAlert, findingId: string): number | undefined {
  const index = tellings.findIndex(({ by }) => by === findingId);
  return index < 0 ? undefined : index;
}

/** Resolved; or nobody was told of it, and it is as quiet as one that is resolved. */
function isOver({ told: tellings, joinedMs }: StoredAlert, { nowMs, times }: Arrivals): boolean {
  const last = tellings.at(-1);
  return last === undefined ? joinedMs + times.quietMs < nowMs : last.event === 'resolved';
}

/** An alert that is over for findings, and of which the last is still to be said. */
function unsaid(there: StoredAlert | undefined): StoredAlert | undefined {
  return there?.previous ?? (there?.pending === undefined ? undefined : there);
}

function joined(
  there: StoredAlert | undefined,
  arrivals: Arrivals,
  previous: StoredAlert | undefined,
): StoredAlert {
  const { group, entries, id, nowMs } = arrivals;
  const ids = entries.map(({ findingId }) => findingId);
  if (there === undefined) {
    const opened = { id, group, openedMs: nowMs, joinedMs: nowMs, told: [] };
    const members = { ...membersOf([], ids, true), rules: rulesOf([], entries) };
    return { ...opened, ...members, ...(previous && { previous, dueMs: previous.dueMs ?? nowMs }) };
  }
  const { findings, isWhole } = membersOf(there.findings, ids, there.isWhole);
  if (findings.length === there.findings.length && isWhole === there.isWhole) return there;
  const rules = rulesOf(there.rules, entries);
  return { ...there, findings, rules, isWhole, joinedMs: Math.max(there.joinedMs, nowMs) };
}

/** Those that were there keep their places: tellings count them. */
function rulesOf(known: readonly string[], entries: readonly AlertEntry[]): readonly string[] {
  const fresh = new Set(entries.map(({ rule }) => rule).filter((rule) => !known.includes(rule)));
  return [...known, ...[...fresh].sort(compareText)].slice(0, MAX_ALERT_FINDINGS);
}

/** Those that were there stay. */
function membersOf(known: readonly string[], ids: readonly string[], wasWhole: boolean) {
  const fresh = [...new Set(ids)].filter((id) => !known.includes(id));
  const added = fresh.slice(0, Math.max(0, MAX_ALERT_FINDINGS - known.length));
  const findings = [...known, ...added].sort(compareText);
  return { findings, isWhole: wasWhole && added.length === fresh.length };
}

/** True for a rule of which no telling speaks, and no closing will: the alert was closed before it came. */
function isLate({ told: tellings, rules }: StoredAlert, rule: string): boolean {
  const last = tellings.at(-1);
  return last?.event === 'closed' && !rules.slice(0, last.rules).includes(rule);
}

/** True for a finding that goes beyond what people were told, by its level, by whom it reaches, or by its rule. */
function isNews(alert: StoredAlert, entry: AlertEntry): boolean {
  const { findingId, level, route, rule } = entry;
  if (!isToldAtOnce(route) || revisionBy(alert, findingId) !== undefined) return false;
  const last = alert.told.at(-1);
  if (last === undefined) return true;
  const isBeyond = compareLevels(level, last.level) < 0 || compareRoutes(route, last.route) < 0;
  return isBeyond || isLate(alert, rule);
}

/** The next revision. One that comes after the window was closed opens it again, for as long. */
function told(alert: StoredAlert, entry: AlertEntry, { nowMs, times }: Arrivals): StoredAlert {
  const last = alert.told.at(-1);
  const telling: Telling = {
    event: last === undefined ? 'opened' : 'raised',
    level: last === undefined ? entry.level : highest([last.level, entry.level]),
    route: last === undefined ? entry.route : strongest([last.route, entry.route]),
    by: entry.findingId,
    rules: alert.rules.length,
    atMs: nowMs,
  };
  const closesMs = nowMs + times.windowMs;
  const isOpen = last !== undefined && last.by !== undefined;
  // What time brought and nobody said yet is not put off.
  const isBusy = isOpen || alert.pending !== undefined || alert.previous !== undefined;
  const dueMs = isBusy ? Math.min(alert.dueMs ?? closesMs, closesMs) : closesMs;
  return { ...alert, told: [...alert.told, telling], dueMs };
}
