// The messages of a batch → those that are to be delivered again. Fail-closed: only what was proved done is deleted.

import type { SQSBatchResponse } from 'aws-lambda';
import { parseOnCallMessage } from '../../src/alert/index.ts';
import { deliver } from './deliver.ts';
import type { DeliveryDeps, Fate } from './delivery-deps.ts';
import { bugReason, hide, tryAgain } from './not-posted.ts';
import type { QueueMessage } from './queue-messages.ts';
import { toTold } from './told.ts';

/** What one message may take: its secret, its post, and what is written of both, each with its retries. */
const MESSAGE_MS = 45_000;
/** Another invocation takes what this one had no time for. */
const UNREACHED_MS = 1_000;
/** A lease outlasts the invocation by as much. */
const LEASE_MARGIN_MS = 5_000;

/** What a batch is given. */
export interface BatchDeps extends DeliveryDeps {
  /** What is left of the invocation. */
  readonly remainingMs: () => number;
}

/** Handles messages one after the other. The first is tried whatever the time, so that each invocation does something. */
export async function deliverBatch(
  messages: readonly QueueMessage[],
  deps: BatchDeps,
): Promise<SQSBatchResponse> {
  const fates = new Map<QueueMessage, Fate>();
  for (const message of messages) {
    const hasTime = fates.size === 0 || deps.remainingMs() >= MESSAGE_MS;
    if (hasTime) fates.set(message, await attempt(message, deps));
    else await hide(message, UNREACHED_MS, deps);
  }
  const again = messages.filter((message) => fates.get(message) !== 'done');
  return { batchItemFailures: again.map(({ id }) => ({ itemIdentifier: id })) };
}

/** A bug that one message brings to light fails that message, until it is given up. */
async function attempt(message: QueueMessage, deps: BatchDeps): Promise<Fate> {
  try {
    return await deliver(message, deps.remainingMs() + LEASE_MARGIN_MS, deps);
  } catch (thrown) {
    deps.watch.crashed(thrown);
    const parsed = parseOnCallMessage(message.body);
    const told = parsed.ok ? { told: toTold(parsed.value, deps.name) } : {};
    return tryAgain(message, { ...told, reason: bugReason(thrown) }, deps);
  }
}
