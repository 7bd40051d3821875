// Time passes over alerts and digests → closing updates, resolutions and digests, each published until somebody says that
// it was.

import {
  activityOf,
  type AlertMatches,
  begun,
  DigestFold,
  ended,
  nextStep,
  said,
  waiting,
  withoutPrevious,
} from '../alert/index.ts';
import {
  type Alert,
  type AlertDigest,
  isCanary,
  type Message,
  type StoredAlert,
  type StoredFinding,
} from '../model/index.ts';
import type { AlertChange, AlertSink, DueDigest, PublishOutcome } from '../ports/index.ts';
import { type AlertDeps, findingOf, readMembers, toAlert } from './alert-deps.ts';
import { isOfStorm } from './storm.ts';

/** What settling alerts is given. */
export interface SettleAlertsDeps extends AlertDeps {
  readonly sink: AlertSink;
  renderAlert(alert: Alert): Message;
  renderDigest(digest: AlertDigest): Message;
  /** Alerts and digests of others are left to them. */
  readonly tenants: ReadonlySet<string>;
  /** How long nobody else takes on what this run has in hand. */
  readonly leaseMs: number;
  /** False = begin nothing more. */
  hasTime(): boolean;
}

/** What came of a run. */
export interface SettledAlerts {
  readonly closed: number;
  readonly resolved: number;
  /** Alerts that are not quiet yet, or of which findings are still to be sent. */
  readonly waiting: number;
  readonly digests: number;
  /** Not published; due again after the lease. */
  readonly failures: readonly PublishOutcome[];
}

type Counts = { -readonly [K in Exclude<keyof SettledAlerts, 'failures'>]: number };

/** One run's counts, and what failed. */
interface Run {
  readonly nowMs: number;
  readonly counts: Counts;
  readonly failures: PublishOutcome[];
  /** What was thrown of one of many things. */
  readonly refusals: { readonly cause: unknown }[];
}

/**
 * Settles what is due at `nowMs`. What a store throws of one alert or digest is thrown after the others are settled: that one
 * is due again after the lease.
 */
export async function settleAlerts(nowMs: number, deps: SettleAlertsDeps): Promise<SettledAlerts> {
  const counts = { closed: 0, resolved: 0, waiting: 0, digests: 0 };
  const run: Run = { nowMs, counts, failures: [], refusals: [] };
  for await (const alert of whileTime(deps.alerts.due(nowMs, deps.leaseMs), deps)) {
    if (deps.tenants.has(alert.group.tenant)) await apart(settleAlert(alert, run, deps), run);
  }
  for await (const due of whileTime(deps.digests.due(nowMs, deps.leaseMs), deps)) {
    if (deps.tenants.has(due.digest.tenant)) await apart(settleDigest(due, run, deps), run);
  }
  const [refusal] = run.refusals;
  if (refusal !== undefined) throw refusal.cause;
  return { ...counts, failures: run.failures };
}

async function apart(settling: Promise<void>, { refusals }: Run): Promise<void> {
  await settling.catch((cause: unknown) => refusals.push({ cause }));
}

async function* whileTime<T>(
  items: AsyncIterable<T>,
  { hasTime }: Pick<SettleAlertsDeps, 'hasTime'>,
): AsyncGenerator<T> {
  if (!hasTime()) return;
  for await (const item of items) {
    yield item;
    if (!hasTime()) return;
  }
}

async function settleAlert(alert: StoredAlert, run: Run, deps: SettleAlertsDeps): Promise<void> {
  const { previous } = alert;
  if (previous?.pending !== undefined) return await finish(alert, previous, run, deps);
  const members = await readMembers(alert, deps);
  // What a finding told goes before what time brings: it is still in the outbox.
  if (members.some((member) => isAwaited(alert, member))) {
    run.counts.waiting++;
    return;
  }
  const activity = activityOf(alert, matchesOf(members, deps), run.nowMs);
  const step = nextStep(alert, activity, run.nowMs, deps.times);
  if (step.kind === 'begin') {
    const { event } = step;
    const isSilent = await needsNoWords(alert, event, members, deps);
    const next = await changeSame(alert, deps, (now) => {
      const begins = begun(now, event, activity, run.nowMs);
      return isSilent ? said(begins, begins.told.length - 1, deps.times) : begins;
    });
    if (next?.pending !== undefined) await say(next, next.pending, members, run, deps);
  } else if (step.kind === 'say') await say(alert, step.revision, members, run, deps);
  else if (step.kind === 'wait') {
    run.counts.waiting++;
    await changeSame(alert, deps, (now) => waiting(now, activity, step.untilMs));
  } else await changeSame(alert, deps, ended);
}

/**
 * Nobody waits for the end of a canary's alert. The digest of a storm has its counts; then only who was paged has to hear
 * that it is over. Of rules that joined in silence nobody has heard yet.
 */
async function needsNoWords(
  alert: StoredAlert,
  event: 'closed' | 'resolved',
  members: readonly StoredFinding[],
  { digests }: SettleAlertsDeps,
): Promise<boolean> {
  if (isCanary(alert.group.tenant)) return true;
  const last = alert.told.at(-1);
  if (event === 'resolved' && last?.route === 'page') return false;
  if (last === undefined || last.rules < alert.rules.length) return false;
  return await isOfStorm(alert, members, digests);
}

function isAwaited({ told }: StoredAlert, { finding, wasSent }: StoredFinding): boolean {
  return !wasSent && told.some(({ by }) => by === finding.id);
}

function matchesOf(members: readonly StoredFinding[], deps: AlertDeps): AlertMatches {
  const counts = members.flatMap(({ matches, totals }) => [
    matches.length,
    ...totals.map(({ count }) => count),
  ]);
  const times = members.flatMap((member) => findingOf(member, deps).lastTime ?? []);
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    lastMs: times.length === 0 ? undefined : Math.max(...times.map((time) => Date.parse(time))),
  };
}

/** Changes the alert, unless it is another by now, or was told of since: then it is due again in its time. */
async function changeSame(
  { id, group, told, pending }: StoredAlert,
  { alerts }: SettleAlertsDeps,
  change: (now: StoredAlert) => StoredAlert,
): Promise<StoredAlert | undefined> {
  const isSame: AlertChange = (now) =>
    now?.id === id && now.told.length === told.length && now.pending === pending
      ? change(now)
      : undefined;
  return await alerts.change(group, isSame);
}

/** Says the last of the alert before: whoever began it met its end, and a finding opened another meanwhile. */
async function finish(
  alert: StoredAlert,
  previous: StoredAlert,
  run: Run,
  deps: SettleAlertsDeps,
): Promise<void> {
  const members = await readMembers(previous, deps);
  if (!(await publishAlert(previous, previous.pending ?? 0, members, run, deps))) return;
  await deps.alerts.change(alert.group, (now) =>
    now?.id === alert.id && now.previous?.id === previous.id
      ? withoutPrevious(now, deps.times)
      : undefined,
  );
}

async function say(
  alert: StoredAlert,
  revision: number,
  members: readonly StoredFinding[],
  run: Run,
  deps: SettleAlertsDeps,
): Promise<void> {
  if (!(await publishAlert(alert, revision, members, run, deps))) return;
  await deps.alerts.change(alert.group, (now) =>
    now?.id === alert.id && now.pending === revision ? said(now, revision, deps.times) : undefined,
  );
}

/** False where it could not be published: then it is due again. */
async function publishAlert(
  alert: StoredAlert,
  revision: number,
  members: readonly StoredFinding[],
  run: Run,
  deps: SettleAlertsDeps,
): Promise<boolean> {
  const told = toAlert(alert, revision, members, deps);
  if (told === undefined) {
    const message = `alert ${alert.id} has no revision ${revision}, or none of its findings is stored`;
    run.failures.push({ kind: 'failed', id: alert.id, code: 'NO_FINDINGS', message });
    return false;
  }
  if (!(await publish(deps.renderAlert(told), run, deps))) return false;
  run.counts[told.event === 'resolved' ? 'resolved' : 'closed']++;
  return true;
}

async function settleDigest(due: DueDigest, run: Run, deps: SettleAlertsDeps): Promise<void> {
  const fold = new DigestFold();
  for await (const member of deps.digests.members(due.digest)) fold.add(member);
  const digest = fold.toDigest(due.digest, deps.digestId(due.digest), due.revision);
  if (digest !== undefined) {
    const toTell = run.nowMs < due.wholeMs ? { ...digest, isOpen: true as const } : digest;
    if (!(await publish(deps.renderDigest(toTell), run, deps))) return;
    run.counts.digests++;
  }
  await deps.digests.sent(due, fold.findings);
}

async function publish(message: Message, run: Run, { sink }: SettleAlertsDeps): Promise<boolean> {
  const { outcomes } = await sink.publish([message]);
  const [outcome] = outcomes;
  if (outcome?.kind === 'published') return true;
  const code = 'NO_RESULT';
  run.failures.push(
    outcome ?? { kind: 'failed', id: message.id, code, message: 'the sink gave no outcome' },
  );
  return false;
}
