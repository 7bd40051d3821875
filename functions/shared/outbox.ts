// Rules, table and topic → the outbox that findings are published from: the same by the scan that found them and by settle.

import { createSnsClient, createSnsSink, type State } from '../../src/adapters/aws/index.ts';
import { toMessage } from '../../src/alert/index.ts';
import type { RuleGuide } from '../../src/model/index.ts';
import type { OutboxDeps, Sendable } from '../../src/pipeline/index.ts';
import { shownFinding } from './archive.ts';

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
    const finding = shownFinding(sendable);
    return toMessage(finding, { origin: 'live', guide: guides.get(finding.rule.id)?.guide });
  };
  return { findings, sink: createSnsSink(createSnsClient(), topicArn), render };
}
