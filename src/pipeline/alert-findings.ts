// Findings in the outbox → what people are told of them. Crash-safe as the outbox is: until a finding is marked as sent,
// asking again gives the same answer: the same alert at the same revision, the same digest, or nothing.
//
//   join its group ─ beyond what was told? ─ no ──→ joined, or of a daily digest
//                            └ yes ─ budget of rule and hour ─ granted → told: the caller publishes, then says `sent`
//                                                            └ over ───→ a member of the hour's digest

import {
  advance,
  type AlertEntry,
  compareEntries,
  isToldAtOnce,
  revisionBy,
  routeOf,
} from '../alert/index.ts';
import {
  type Alert,
  type AlertGroup,
  isCanary,
  originOf,
  type StoredAlert,
} from '../model/index.ts';
import { type AlertDeps, CALLS_AT_ONCE, readMembers, toAlert } from './alert-deps.ts';
import { atOnce } from './at-once.ts';
import { enterDigest, periodStart } from './enter-digest.ts';
import { isNews, type Sendable } from './sendable.ts';

/**
 * What becomes of a finding. `told`: the alert is to be published, and then the finding is sent; of all others it is sent
 * as it is. `joined`: its alert is told, or will be, because of another. `digested`: it is in the daily digest.
 * `over-budget`: it is in its rule's digest of the hour. `stored`: it is for nobody. `known`: people know of it, or never need
 * to. `failed`: a store did not do what was asked; it stays due.
 */
export type AlertFate =
  | { readonly kind: 'told'; readonly alert: Alert }
  | { readonly kind: 'joined' | 'digested' | 'over-budget' | 'stored' | 'known' }
  | { readonly kind: 'failed'; readonly cause: unknown };

/** A finding on its way. */
interface Arrival {
  readonly sendable: Sendable;
  readonly entry: AlertEntry;
  readonly isNews: boolean;
}

/** The fate of each, in the order given. A group that fails keeps no other from being told. Never rejects. */
export async function alertFindings(
  sendables: readonly Sendable[],
  nowMs: number,
  deps: AlertDeps,
): Promise<readonly AlertFate[]> {
  const fates = new Map<Sendable, AlertFate>();
  const groups = new Map<string, Arrival[]>();
  for (const sendable of sendables) {
    const arrival = toArrival(sendable, deps);
    if (arrival.entry.route === 'store') fates.set(sendable, { kind: 'stored' });
    else if (sendable.wasSent === true) fates.set(sendable, { kind: 'known' });
    else put(groups, JSON.stringify(groupOf(sendable)), arrival);
  }
  await atOnce([...groups.values()], CALLS_AT_ONCE, async (arrivals) => {
    try {
      for (const [sendable, fate] of await alertGroup(arrivals, nowMs, deps)) {
        fates.set(sendable, fate);
      }
    } catch (cause) {
      for (const { sendable } of arrivals) fates.set(sendable, { kind: 'failed', cause });
    }
  });
  return sendables.map((sendable) => fates.get(sendable) ?? { kind: 'known' });
}

function put(groups: Map<string, Arrival[]>, key: string, arrival: Arrival): void {
  const arrivals = groups.get(key);
  if (arrivals === undefined) groups.set(key, [arrival]);
  else arrivals.push(arrival);
}

function toArrival(sendable: Sendable, { rules, routing, origin }: AlertDeps): Arrival {
  const { id: findingId, rule, tenant } = sendable.finding;
  const replay = sendable.origin;
  const isExperimental = rules.get(rule.id)?.isExperimental ?? false;
  const from = originOf(tenant, replay === undefined ? origin : 'replay');
  const isPaging = replay === 'paging-replay';
  const route = routeOf({ rule, isExperimental, origin: from, isPaging }, routing);
  return {
    sendable,
    entry: { findingId, rule: rule.id, level: rule.level, route },
    isNews: isNews(sendable),
  };
}

function groupOf({ finding }: Sendable): AlertGroup {
  const { tenant, source, hostKey, entityKey } = finding;
  return { tenant, source, hostKey, entityKey };
}

/** What a group's alert is with all arrivals in it, and which of them found their rule's budget spent. */
interface Joined {
  /** Undefined where there is none, and nothing that is new. */
  readonly alert: StoredAlert | undefined;
  readonly over: ReadonlySet<string>;
}

/** Findings of one group. */
async function alertGroup(
  arrivals: readonly Arrival[],
  nowMs: number,
  deps: AlertDeps,
): Promise<ReadonlyMap<Sendable, AlertFate>> {
  const joined = await join(arrivals, nowMs, deps);
  const fates = new Map<Sendable, AlertFate>();
  for (const arrival of arrivals) {
    const revision = joined.alert && revisionBy(joined.alert, arrival.entry.findingId);
    const fate =
      joined.alert !== undefined && revision !== undefined
        ? await told(joined.alert, revision, arrivals, deps)
        : await untold(joined, arrival, nowMs, deps);
    fates.set(arrival.sendable, fate);
  }
  return fates;
}

/** Withdrawn before anybody was told; over the budget; too low to be told; or not beyond what was. */
async function untold(
  { alert, over }: Joined,
  { sendable, entry, isNews: isNew }: Arrival,
  nowMs: number,
  { digests }: AlertDeps,
): Promise<AlertFate> {
  if (!isNew) return { kind: 'known' };
  const last = alert?.told.at(-1);
  // No closing update will have it.
  const isLow = !isToldAtOnce(entry.route) && (last === undefined || last.event === 'closed');
  const kind = over.has(entry.findingId) ? 'hour' : isLow ? 'day' : undefined;
  if (kind === undefined) return { kind: 'joined' };
  await enterDigest(kind, sendable, entry.route, nowMs, digests);
  return { kind: kind === 'hour' ? 'over-budget' : 'digested' };
}

async function join(arrivals: readonly Arrival[], nowMs: number, deps: AlertDeps): Promise<Joined> {
  const news = arrivals.filter(({ isNews: isNew }) => isNew);
  const entries = news.map(({ entry }) => entry).sort(compareEntries);
  const [opener] = entries;
  const [first] = arrivals;
  if (first === undefined) return { alert: undefined, over: new Set() };
  const group = groupOf(first.sendable);
  let there = await deps.alerts.read(group);
  if (opener === undefined) return { alert: there, over: new Set() };
  const bySpender = new Map(news.map(({ entry, sendable }) => [entry.findingId, sendable]));
  const grants = new Map<string, 'granted' | 'over'>();
  const id = deps.alertId(group, opener.findingId);
  const all = { group, entries, grants, id, nowMs, times: deps.times };
  const change = (now: StoredAlert | undefined) => {
    const { alert, isChanged } = advance(now, all);
    return isChanged ? alert : undefined;
  };
  for (;;) {
    const asks = advance(there, all).asks?.findingId;
    const sendable = asks === undefined ? undefined : bySpender.get(asks);
    if (asks !== undefined && sendable !== undefined) {
      grants.set(asks, await spend(sendable, nowMs, deps));
      continue;
    }
    there = await deps.alerts.change(group, change);
    // Others may have changed what is news: then there is more to ask for.
    if (advance(there, all).asks !== undefined) continue;
    const over = entries.filter(({ findingId }) => grants.get(findingId) === 'over');
    return { alert: there, over: new Set(over.map(({ findingId }) => findingId)) };
  }
}

/**
 * Budgets are of the hour in which the finding was created: asked again hours later, the answer is the same. A canary spends
 * none, and so has no digest. Replays have one of their own: pages of what is long past take none from those of now.
 */
async function spend(
  { finding, createdMs, origin }: Sendable,
  nowMs: number,
  { budgets, hourlyBudget }: AlertDeps,
): Promise<'granted' | 'over'> {
  const { tenant, id, rule } = finding;
  if (isCanary(tenant)) return 'granted';
  const hourMs = periodStart('hour', createdMs ?? nowMs);
  const spender = origin === undefined ? rule.id : `${rule.id} ${origin}`;
  return await budgets.spend({ tenant, rule: spender, hourMs, most: hourlyBudget }, id);
}

async function told(
  stored: StoredAlert,
  revision: number,
  arrivals: readonly Arrival[],
  deps: AlertDeps,
): Promise<AlertFate> {
  const atHand = new Map(arrivals.map(({ sendable }) => [sendable.finding.id, sendable]));
  const rest = await readMembers(stored, deps, new Set(atHand.keys()));
  const alert = toAlert(stored, revision, [...atHand.values(), ...rest], deps);
  if (alert === undefined) throw new TypeError(`alert ${stored.id} has no revision ${revision}`);
  return { kind: 'told', alert };
}
