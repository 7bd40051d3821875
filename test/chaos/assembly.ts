// Nothing → the stacks that chaos has: the default ones, and a channel of Slack.

import { synthesise } from '../e2e/support/assembly.ts';
import type { Assembly } from '../e2e/support/template.ts';
import { DESTINATIONS } from '../infra/support/destinations.ts';

const [SLACK] = DESTINATIONS;

/** Name of the one destination. */
export const CHANNEL = SLACK.name;

/** Outputs with its queue and dead-letter queue. */
export const QUEUE_OUTPUT = 'NotifySocQueueUrl';
export const FAILURES_OUTPUT = 'NotifySocFailureQueueUrl';

/** Synthesises it. */
export function chaosAssembly(): Promise<Assembly> {
  return synthesise({ destinations: [SLACK] });
}
