// Rules, table and topic → the outbox that alerts are published from: the same by the scan that found something and by settle.

import { createSnsClient, createSnsSink, type State } from '../../src/adapters/aws/index.ts';
import { DEFAULT_TIMES, toAlertMessage, toDigestMessage } from '../../src/alert/index.ts';
import { evidenceKey } from '../../src/archive/index.ts';
import { alertId, digestId, unitedFinding } from '../../src/finding/index.ts';
import type { Finding } from '../../src/model/index.ts';
import type { OutboxDeps, SettleAlertsDeps } from '../../src/pipeline/index.ts';
import { alertingRules, type AlertingRuleset } from './alerting-rules.ts';
import type { DeploymentConfig } from './deployment.ts';
import type { KeepingConfig } from './keeping.ts';
import { SYSTEM_CLOCK } from './state.ts';
import type { TellingConfig } from './telling.ts';

/**
 * How long nobody else publishes what somebody has in hand: longer than any function of the deployment runs, so that one
 * that is still alive is never taken for dead.
 */
export const LEASE_MS = 5 * 60_000;

/** What an outbox is told. */
export type OutboxConfig = Pick<DeploymentConfig, 'topicArn'> &
  Pick<KeepingConfig, 'evidenceBucket'> &
  TellingConfig;

/** The outbox, and what settle publishes beside. */
export type Outbox = OutboxDeps & Pick<SettleAlertsDeps, 'renderDigest'>;

/** What an outbox does with anything that is found, wherever it keeps and publishes it. */
export type Telling = Omit<
  Outbox,
  'findings' | 'alerts' | 'budgets' | 'digests' | 'sink' | 'clock'
>;

/** How people are told, by what a deployment is told. */
export function createTelling(
  { routing, hourlyBudget, evidenceBucket }: Omit<OutboxConfig, 'topicArn'>,
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

/** The outbox of a deployment. */
export function createOutbox(
  config: OutboxConfig,
  { findings, alerts, budgets, digests }: State,
  ruleset: AlertingRuleset,
): Outbox {
  const sink = createSnsSink(createSnsClient(), config.topicArn);
  const stores = { findings, alerts, budgets, digests };
  return { ...createTelling(config, ruleset), ...stores, sink, clock: SYSTEM_CLOCK };
}
