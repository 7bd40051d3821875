// An alert as stored, and its findings → what people are told. Commutative: findings in any order give the same alert.

import {
  type Alert,
  type AlertRule,
  compareText,
  type FilterTarget,
  type Finding,
  type Origin,
  originOf,
  type RuleGuide,
  type StoredAlert,
} from '../model/index.ts';
import { redactFinding, redactText } from '../redact/index.ts';
import { withHostName } from './host-name.ts';
import { compareLevels, highest } from './routes.ts';

/** What rules say of themselves. */
export interface AlertRuleText {
  readonly guide: RuleGuide | undefined;
  readonly falsepositives: readonly string[];
  /** How a filter names it. @default no filter can */
  readonly filterTarget?: FilterTarget | undefined;
}

/** What neither alert nor findings know. */
export interface AlertContext {
  readonly origin: Origin;
  /** Rules and correlations by id. */
  readonly rules: ReadonlyMap<string, AlertRuleText>;
  /** Where raw records of a finding at a revision lie. */
  evidenceOf?(finding: Finding, revision: number): string | undefined;
}

/** A finding of an alert; what was withdrawn is told only where nothing else is left. */
export interface AlertFinding {
  readonly finding: Finding;
  /** The last that is known. */
  readonly revision: number;
  readonly isWithdrawn: boolean;
  /** True of what only replays have made. @default false */
  readonly isReplayed?: boolean;
}

/** The alert at a revision, without secrets; undefined where there is no such revision, or no finding. */
export function foldAlert(
  stored: StoredAlert,
  revision: number,
  members: readonly AlertFinding[],
  context: AlertContext,
): Alert | undefined {
  const telling = stored.told[revision];
  const told = standing(members).toSorted((a, b) => compareFindings(a.finding, b.finding));
  const [lead] = told;
  if (telling === undefined || lead === undefined) return undefined;
  const findings = told.map(({ finding }) => finding);
  const text = context.rules.get(lead.finding.rule.id);
  const filterTarget = text?.filterTarget;
  const evidence = context.evidenceOf?.(lead.finding, lead.revision);
  const { tenant, source, hostKey, entityKey } = stored.group;
  const isReplayed = members.every((one) => one.isReplayed === true);
  const origin = originOf(tenant, isReplayed ? 'replay' : context.origin);
  return {
    id: stored.id,
    revision,
    event: telling.event,
    origin,
    group: { tenant, source, hostKey: redactText(hostKey), entityKey: redactText(entityKey) },
    level: highest(findings.map(({ rule }) => rule.level)),
    // By whatever a subscription asks for a route, it gets no canary.
    route: origin === 'canary' ? 'store' : telling.route,
    rules: rulesOf(findings),
    lead: redactFinding(withHostName(lead.finding, findings)),
    guide: text?.guide,
    falsepositives: text?.falsepositives ?? [],
    ...(filterTarget !== undefined && { filterTarget }),
    ...timesOf(findings),
    distinctDestinations: destinationsOf(findings),
    isActive: telling.by !== undefined,
    ...(evidence !== undefined && { evidence }),
  };
}

function standing(members: readonly AlertFinding[]): readonly AlertFinding[] {
  const left = members.filter(({ isWithdrawn }) => !isWithdrawn);
  return left.length > 0 ? left : members;
}

/** What says most first: the highest level, then the earliest; `~` stands behind every digit. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compareLevels(a.rule.level, b.rule.level) ||
    compareText(a.firstTime ?? '~', b.firstTime ?? '~') ||
    compareText(a.id, b.id)
  );
}

/** A rule has a finding a day: their matches are distinct. */
function rulesOf(findings: readonly Finding[]): readonly AlertRule[] {
  const rules = new Map<string, AlertRule>();
  for (const { id, rule, count, isCountExact } of findings) {
    const known = rules.get(rule.id);
    const title = redactText(rule.title);
    const first = { id: rule.id, title, level: rule.level, findingId: id, count, isCountExact };
    const both = known && {
      ...known,
      count: known.count + count,
      isCountExact: known.isCountExact && isCountExact,
    };
    rules.set(rule.id, both ?? first);
  }
  return [...rules.values()].sort(
    (a, b) =>
      compareLevels(a.level, b.level) || compareText(a.title, b.title) || compareText(a.id, b.id),
  );
}

function timesOf(findings: readonly Finding[]): Pick<Alert, 'firstTime' | 'lastTime'> {
  const firstTime = findings.flatMap((finding) => finding.firstTime ?? []).sort()[0];
  const lastTime = findings
    .flatMap((finding) => finding.lastTime ?? [])
    .sort()
    .at(-1);
  return {
    ...(firstTime !== undefined && { firstTime }),
    ...(lastTime !== undefined && { lastTime }),
  };
}

function destinationsOf(findings: readonly Finding[]): number {
  const named = findings.flatMap(({ destinations }) =>
    destinations.map(({ ip, port }) => `${ip} ${port}`),
  );
  const counts = findings.map(({ distinctDestinations }) => distinctDestinations);
  return Math.max(new Set(named).size, ...counts);
}
