// Many findings in one message: what is too low to be told at once, or more than anybody could read.

import type { AlertRoute } from './alert.ts';
import type { Level } from './rule.ts';

/** Which digest: of a rule that was over its budget in an hour, or of all that was low on a day. */
export interface DigestKey {
  readonly tenant: string;
  readonly kind: 'hour' | 'day';
  /** Id of the rule; `-` for the daily one, which is of all rules. */
  readonly rule: string;
  /** When hour or day begin, UTC, epoch ms. */
  readonly fromMs: number;
}

/** A finding as a digest counts it. */
export interface DigestMember {
  readonly findingId: string;
  readonly rule: { readonly id: string; readonly title: string; readonly level: Level };
  readonly route: AlertRoute;
  readonly hostKey: string;
  readonly host?: string;
}

/** A rule of a digest. */
export interface DigestRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Findings, exact. */
  readonly findings: number;
  /** Distinct hosts, exact. */
  readonly hosts: number;
  /** The first of them by name, as people know them. */
  readonly hostNames: readonly string[];
}

/**
 * A digest at a revision: sent again only if something came after it was sent. One that pages is sent as soon as its rule is
 * over the budget, and again when its hour is over.
 */
export interface AlertDigest {
  /** `d1_` and 27 characters. */
  readonly id: string;
  readonly revision: number;
  readonly tenant: string;
  readonly kind: DigestKey['kind'];
  /** ISO-8601 UTC. */
  readonly fromTime: string;
  readonly toTime: string;
  /** There while its hour goes on: more is expected, and comes as the next revision. */
  readonly isOpen?: true;
  /** The highest of its rules. */
  readonly level: Level;
  /** The strongest that its findings would have had. */
  readonly route: AlertRoute;
  /** Findings, exact. */
  readonly findings: number;
  /** Highest level first, then by title. Never empty. */
  readonly rules: readonly DigestRule[];
}

/** Names of hosts that a rule of a digest shows. */
export const MAX_DIGEST_HOSTS = 20;
