// What alerting is given, and how findings are read for it.

import {
  type AlertContext,
  type AlertFinding,
  type AlertRouting,
  type AlertRuleText,
  type AlertTimes,
  foldAlert,
} from '../alert/index.ts';
import type {
  Alert,
  AlertGroup,
  DigestKey,
  Finding,
  StoredAlert,
  StoredFinding,
} from '../model/index.ts';
import type { AlertStore, BudgetStore, DigestStore, FindingStore } from '../ports/index.ts';
import { atOnce } from './at-once.ts';
import type { Sendable } from './sendable.ts';

/** A rule as alerts need it. */
export interface AlertingRule extends AlertRuleText {
  /** What it finds is stored, and nobody is told. @default false */
  readonly isExperimental?: boolean;
}

/** What alerting is given. */
export interface AlertDeps extends Omit<AlertContext, 'rules'> {
  readonly alerts: AlertStore;
  readonly budgets: BudgetStore;
  readonly digests: DigestStore;
  readonly findings: Pick<FindingStore, 'read'>;
  /** Rules and correlations by id. */
  readonly rules: ReadonlyMap<string, AlertingRule>;
  readonly routing: AlertRouting;
  readonly times: AlertTimes;
  /** Messages of a rule in an hour, at most; what is found beyond goes into one digest. */
  readonly hourlyBudget: number;
  /** Made of content by what may hash. */
  alertId(group: AlertGroup, openedBy: string): string;
  digestId(digest: DigestKey): string;
  /** A finding with what all objects have of it. */
  unite(stored: StoredFinding): Finding;
}

/** Calls to the stores at a time. */
export const CALLS_AT_ONCE = 8;

/** A person reads so many of a rule in an hour; a storm is a handful of messages. */
export const DEFAULT_HOURLY_BUDGET = 5;

/** The finding as people read it: as a scan has it, or as the store unites it. */
export function findingOf(
  sendable: Sendable | StoredFinding,
  { unite }: Pick<AlertDeps, 'unite'>,
): Finding {
  return 'matches' in sendable ? unite(sendable) : sendable.finding;
}

/**
 * Findings of an alert as the store has them, and those that told of it though there was no room for them any more. What is
 * gone, or is at hand, is left out.
 */
export async function readMembers(
  { group, findings: listed, told }: StoredAlert,
  { findings }: Pick<AlertDeps, 'findings'>,
  atHand: ReadonlySet<string> = new Set(),
): Promise<readonly StoredFinding[]> {
  const ids = new Set([...listed, ...told.flatMap(({ by }) => by ?? [])]);
  const wanted = [...ids].filter((id) => !atHand.has(id));
  const read = (id: string) => findings.read(group.tenant, id);
  const stored = await atOnce(wanted, CALLS_AT_ONCE, read);
  return stored.filter((one) => one !== undefined);
}

/** The alert at a revision, of what is known of its findings. */
export function toAlert(
  alert: StoredAlert,
  revision: number,
  members: readonly (Sendable | StoredFinding)[],
  deps: AlertDeps,
): Alert | undefined {
  const folded = members.map(
    (member): AlertFinding => ({
      finding: findingOf(member, deps),
      revision: member.revision,
      isWithdrawn: member.revised?.verdict === 'withdrawn',
      isReplayed: member.origin !== undefined,
    }),
  );
  return foldAlert(alert, revision, folded, deps);
}
