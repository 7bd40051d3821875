// What a person reads: one rule, one process instance, one day; a fold over its matches.

import type { CorrelationType, Threshold } from './correlation.ts';
import type { Delivery } from './match.ts';
import type { Level, MatchedTest } from './rule.ts';

/** The process behind a finding. Undefined = no log supplied it (then listed in `unknown`). */
export interface FindingProcess {
  readonly image?: string;
  readonly commandLine?: string;
  readonly entityId?: string;
  readonly pid?: number;
  /** ISO-8601 UTC. */
  readonly startTime?: string;
  /** By lower-case algorithm name: `{sha256: '…'}`. */
  readonly hashes?: Readonly<Record<string, string>>;
  readonly originalFileName?: string;
  readonly signature?: string;
  readonly signatureStatus?: string;
  readonly parent?: { readonly image?: string; readonly commandLine?: string };
}

/** The connection of the evidence match. */
export interface FindingNetwork {
  readonly sourceIp?: string;
  readonly sourcePort?: number;
  readonly destinationIp?: string;
  readonly destinationPort?: number;
  readonly destinationHostname?: string;
  readonly protocol?: string;
  readonly initiated?: boolean;
}

/** The rule as a finding names it. */
export interface FindingRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
}

/** A destination and when it was first reached (ISO-8601 UTC). */
export interface FindingDestination {
  readonly ip: string;
  readonly port?: number;
  /** Its name, if the record of that first time has one. */
  readonly host?: string;
  readonly firstTime?: string;
}

/** What a correlation found: the window with the greatest value, of those the first. */
export interface FindingCorrelation {
  readonly type: CorrelationType;
  /** The fields whose values were counted, summed or averaged; absent where events or rules were counted. */
  readonly fields?: readonly string[];
  /** Rank of value_percentile. */
  readonly percentile?: number;
  /** What was counted, summed or averaged; a lower bound where the finding's `isCountExact` is false. */
  readonly value: number;
  /** What the value was held against: all of it. */
  readonly thresholds: readonly Threshold[];
  readonly timespanMs: number;
  /** Time of the event that completes the window, ISO-8601 UTC. */
  readonly windowEnd?: string;
  /** What all of its events have in common. */
  readonly groupBy: readonly { readonly name: string; readonly value: string }[];
}

/** A finding as printed by `scan --format ndjson`, one a line. */
export interface Finding {
  readonly id: string;
  readonly rule: FindingRule;
  readonly tenant: string;
  readonly source: string;
  /** Time of the evidence match, ISO-8601 UTC; absent where no record had one. */
  readonly time?: string;
  readonly firstTime?: string;
  readonly lastTime?: string;
  /** UTC day of the triggering event, `YYYY-MM-DD`; `-` without a time. */
  readonly day: string;
  readonly host?: string;
  readonly hostKey: string;
  readonly entityKey: string;
  readonly user?: string;
  readonly userSid?: string;
  readonly process: FindingProcess;
  readonly network: FindingNetwork;
  /** Present where the rule is a correlation; the rest then shows the first of its events. */
  readonly correlation?: FindingCorrelation;
  /** Distinct matches folded in; exact up to 1,000, then a lower bound (`isCountExact` false). */
  readonly count: number;
  readonly isCountExact: boolean;
  /** The first 20 by time. */
  readonly destinations: readonly FindingDestination[];
  readonly distinctDestinations: number;
  /** Dotted names of what no log supplied, for example `process.commandLine`. */
  readonly unknown: readonly string[];
  /** Sigma's names of the fields that came from another event of the process, not from the evidence itself. */
  readonly joined?: readonly string[];
  /**
   * Sigma's names of fields that other events of the process could have stated and that did not come within the grace:
   * the evidence was judged without them. Absent where nothing was waited for, or all of it came.
   */
  readonly awaited?: readonly string[];
  readonly delivery: Delivery;
  /** The tests that made the rule match, then those under `not` that did not prevent it: at most 100. */
  readonly matched: readonly MatchedTest[];
  /** Tests that decided too and found no room in `matched`; absent = none. */
  readonly matchedLeftOut?: number;
}
