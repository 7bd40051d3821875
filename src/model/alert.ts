// What the on-call gets: one attack, however many rules found it.

import type { Finding } from './finding.ts';
import type { Origin } from './message.ts';
import type { Logsource } from './log-event.ts';
import type { Level, RuleGuide } from './rule.ts';

/**
 * What an alert is of: a process instance on a host, whatever its rules, or where a rule asks for no process what stands
 * for one in findings.
 */
export interface AlertGroup {
  readonly tenant: string;
  readonly source: string;
  readonly hostKey: string;
  readonly entityKey: string;
}

/** What happened to an alert, and so why somebody is told. */
export const ALERT_EVENTS = ['opened', 'raised', 'closed', 'resolved'] as const;

/**
 * `opened`: first told. `raised`: a rule of a higher level matched, or after its closing another rule. `closed`: its window is over, the counts are final.
 * `resolved`: a day without a match has passed.
 */
export type AlertEvent = (typeof ALERT_EVENTS)[number];

/** Who is told: a pager, a channel, the daily digest, or nobody. */
export const ALERT_ROUTES = ['page', 'post', 'digest', 'store'] as const;

/** Where an alert of a level goes. */
export type AlertRoute = (typeof ALERT_ROUTES)[number];

/** A rule that found something of the alert. */
export interface AlertRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly findingId: string;
  /** Matches of its finding; a lower bound where `isCountExact` is false. */
  readonly count: number;
  readonly isCountExact: boolean;
}

/** What a filter has to name so that it can let off a rule's findings. */
export interface FilterTarget {
  /** Ids: the rule's own; of a correlation those of the rules it is about, for filters apply to rules alone. */
  readonly rules: readonly string[];
  /** What the logsources of these rules have in common. */
  readonly logsource: Logsource;
}

/** An alert at a revision. */
export interface Alert {
  /** `a1_` and 27 characters: of the group and the finding that opened it. The key by which destinations fold. */
  readonly id: string;
  /** 0 = opened; each further event of the alert has the next number. */
  readonly revision: number;
  readonly event: AlertEvent;
  readonly origin: Origin;
  readonly group: AlertGroup;
  /** The highest of its rules. */
  readonly level: Level;
  /** Of a canary `store`, though it is published: whoever subscribes by routes is told of none. */
  readonly route: AlertRoute;
  /** Highest level first, then by title. Never empty. */
  readonly rules: readonly AlertRule[];
  /** The finding that says most: of the highest level, then the earliest; without secrets. */
  readonly lead: Finding;
  /** Guide of the lead's rule. */
  readonly guide: RuleGuide | undefined;
  /** False positives that the lead's rule names. */
  readonly falsepositives: readonly string[];
  /** How a filter would name the lead's rule; absent where no filter can. */
  readonly filterTarget?: FilterTarget;
  /** Over all rules, ISO-8601 UTC. */
  readonly firstTime?: string;
  readonly lastTime?: string;
  /** Over all rules: distinct destinations are a lower bound where rules reached different ones. */
  readonly distinctDestinations: number;
  /** True until the alert is closed. */
  readonly isActive: boolean;
  /** Where raw records and explanation lie, `s3://bucket/key`: reading needs rights of one's own. */
  readonly evidence?: string;
}
