// Nothing → the stack that chaos has: the default one, and a channel of Slack.

import { synthesise } from '../e2e/support/assembly.ts';
import type { Template } from '../e2e/support/template.ts';
import { DESTINATIONS } from '../infra/support/destinations.ts';

const [SLACK] = DESTINATIONS;

/** Name of the one destination. */
export const CHANNEL = SLACK.name;

/** Outputs with its queue and dead-letter queue. */
export const QUEUE_OUTPUT = 'NotifySocQueueUrl';
export const FAILURES_OUTPUT = 'NotifySocFailureQueueUrl';

/** Synthesises it. */
export function chaosAssembly(): Promise<Template> {
  return synthesise([`destinations=${JSON.stringify([SLACK])}`]);
}
