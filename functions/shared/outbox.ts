// Rules, table and topic → the outbox that findings are published from: the same by the scan that found them and by settle.

import { createSnsClient, createSnsSink, type State } from '../../src/adapters/aws/index.ts';
import { toMessage } from '../../src/alert/index.ts';
import { unitedFinding } from '../../src/finding/index.ts';
import type { RuleGuide, StoredFinding } from '../../src/model/index.ts';
import type { OutboxDeps, Sendable } from '../../src/pipeline/index.ts';

/**
 * How long nobody else publishes what somebody has in hand: longer than any function of the deployment runs, so that one
 * that is still alive is never taken for dead.
 */
export const LEASE_MS = 5 * 60_000;

/** Rules and correlations by id. */
export type Guides = ReadonlyMap<string, { readonly guide: RuleGuide | undefined }>;

/** The outbox of findings. */
export function createOutbox(
  findings: State['findings'],
  topicArn: string,
  guides: Guides,
): OutboxDeps {
  const render = (sendable: Sendable) => {
    const finding = isStored(sendable) ? unitedFinding(sendable) : sendable.finding;
    return toMessage(finding, { origin: 'live', guide: guides.get(finding.rule.id)?.guide });
  };
  return { findings, sink: createSnsSink(createSnsClient(), topicArn), render };
}

/** Settle publishes what the store has of a finding, a scan what it has found. */
function isStored(sendable: Sendable): sendable is StoredFinding {
  return 'matches' in sendable;
}
