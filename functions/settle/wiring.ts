// Configuration → the settle function's parts, made once per cold start.

import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import type { DeploymentConfig } from '../shared/deployment.ts';
import { createOutbox, LEASE_MS } from '../shared/outbox.ts';
import { openState, SYSTEM_CLOCK } from '../shared/state.ts';
import { settle, type SettleReport } from './settle.ts';

/** Settles what is due now, while there is time. */
export type SettleNow = (hasTime: () => boolean) => Promise<SettleReport>;

/** Builds it. */
export function wireSettle({ stateTable, tenant, topicArn }: DeploymentConfig): SettleNow {
  const { findings, partialMatches } = openState(stateTable);
  const guides = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));
  const shared = {
    tenant,
    correlations,
    partialMatches,
    outbox: createOutbox(findings, topicArn, guides),
  };
  return (hasTime) => {
    const terms = { owner: globalThis.crypto.randomUUID(), leaseMs: LEASE_MS };
    return settle(SYSTEM_CLOCK.nowMs(), { ...shared, terms, hasTime });
  };
}
