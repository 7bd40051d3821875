// Rules, table and topic → the outbox that alerts are published from: the same by the scan that found something and by settle.

import { createSnsClient, createSnsSink, type State } from '../../src/adapters/aws/index.ts';
import { type AlertingRuleset, createTelling, type Outbox } from '../../src/deliver/index.ts';
import type { DeploymentConfig } from './deployment.ts';
import type { KeepingConfig } from './keeping.ts';
import { SYSTEM_CLOCK } from './state.ts';
import type { TellingConfig } from './telling.ts';

/** What an outbox is told. */
export type OutboxConfig = Pick<DeploymentConfig, 'topicArn'> &
  Pick<KeepingConfig, 'evidenceBucket'> &
  TellingConfig;

/** The outbox of a deployment. */
export function createOutbox(
  config: OutboxConfig,
  {
    findings,
    alerts,
    budgets,
    digests,
  }: Pick<State, 'findings' | 'alerts' | 'budgets' | 'digests'>,
  ruleset: AlertingRuleset,
): Outbox {
  const sink = createSnsSink(createSnsClient(), config.topicArn);
  const stores = { findings, alerts, budgets, digests };
  return { ...createTelling(config, ruleset), ...stores, sink, clock: SYSTEM_CLOCK };
}
