// Rules, and what a site wants → how people are told of what was found: the same wherever it is kept and published.

import { DEFAULT_TIMES, toAlertMessage, toDigestMessage } from '../alert/index.ts';
import { evidenceKey } from '../archive/index.ts';
import { alertId, digestId, unitedFinding } from '../finding/index.ts';
import type { Finding } from '../model/index.ts';
import type { OutboxDeps, SettleAlertsDeps } from '../pipeline/index.ts';
import { alertingRules, type AlertingRuleset } from './alerting-rules.ts';

/**
 * How long nobody else publishes what somebody has in hand: longer than any live function of the deployment runs, so that one
 * that is still alive is never taken for dead.
 */
export const LEASE_MS = 5 * 60_000;

/** What the site wants. */
export interface TellingOptions extends Pick<OutboxDeps, 'routing' | 'hourlyBudget'> {
  /** Where raw records are kept. */
  readonly evidenceBucket: string;
}

/** The outbox, and what settle publishes beside. */
export type Outbox = OutboxDeps & Pick<SettleAlertsDeps, 'renderDigest'>;

/** What an outbox does with anything that is found, wherever it keeps and publishes it. */
export type Telling = Omit<
  Outbox,
  'findings' | 'alerts' | 'budgets' | 'digests' | 'sink' | 'clock'
>;

/** How people are told, by what a deployment is told. */
export function createTelling(
  { routing, hourlyBudget, evidenceBucket }: TellingOptions,
  ruleset: AlertingRuleset,
): Telling {
  return {
    rules: alertingRules(ruleset),
    routing,
    hourlyBudget,
    times: DEFAULT_TIMES,
    origin: 'live',
    alertId,
    digestId,
    unite: unitedFinding,
    evidenceOf: (finding: Finding, revision: number) =>
      `s3://${evidenceBucket}/${evidenceKey({ finding, number: revision + 1 })}`,
    renderAlert: toAlertMessage,
    renderDigest: toDigestMessage,
  };
}
