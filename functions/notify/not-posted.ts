// A message that was not posted → hidden until it is tried again, or in the dead-letter queue.

import { attributeText } from '../shared/attribute-text.ts';
import type { DeliveryDeps, Fate } from './delivery-deps.ts';
import type { Trouble } from './operations-words.ts';
import type { QueueMessage } from './queue-messages.ts';
import type { Told } from './told.ts';
import { GIVE_UP_AFTER_MS, retryWaitMs, UNPAGED_AFTER_MS, UNTOLD_AFTER_MS } from './waits.ts';

/** Less than the attributes had that the message came with: it has room wherever that had. */
const MAX_REASON = 150;

/** Why a message is tried again. */
export interface Again {
  readonly told?: Told;
  readonly reason: string;
  /** What the destination asked for. */
  readonly afterMs?: number | undefined;
}

/** Why a message is tried no more. */
export interface Ended {
  readonly told?: Told;
  readonly trouble: Trouble;
  readonly reason: string;
}

/** Hides the message until its next attempt; at twelve hours of age there is none. */
export async function tryAgain(
  message: QueueMessage,
  { told, reason, afterMs }: Again,
  deps: DeliveryDeps,
): Promise<Fate> {
  const ageMs = message.sentMs === undefined ? 0 : deps.clock.nowMs() - message.sentMs;
  if (ageMs >= GIVE_UP_AFTER_MS) {
    return endForGood(message, { ...(told && { told }), trouble: 'expired', reason }, deps);
  }
  const { receiveCount } = message;
  const waitMs = retryWaitMs({ afterMs, receiveCount, random: deps.random });
  deps.watch.retried(told, reason, waitMs);
  await hide(message, waitMs, deps);
  // Who is asked to come again in six hours must not wait for that to say so.
  const isPage = told?.isPage === true;
  const lateMs = isPage ? UNPAGED_AFTER_MS : UNTOLD_AFTER_MS;
  if (ageMs >= lateMs || waitMs >= lateMs) {
    const trouble = isPage ? 'unpaged' : 'late';
    await tell(message, { ...(told && { told }), trouble, reason }, deps);
  }
  return 'again';
}

/**
 * Hands the message to the dead-letter queue and tells operations. What that queue does not take is tried again, and told
 * all the same: nobody would hear of it otherwise.
 */
export async function endForGood(
  message: QueueMessage,
  ended: Ended,
  deps: DeliveryDeps,
): Promise<Fate> {
  const { told, trouble, reason } = ended;
  try {
    await deps.deadLetters.send(message.body, attributeText(`${trouble}: ${reason}`, MAX_REASON));
  } catch (error) {
    deps.watch.faulted('dead letter', error);
    const { receiveCount } = message;
    await hide(message, retryWaitMs({ receiveCount, random: deps.random }), deps);
    const stuck = { trouble: 'stuck', reason: `${trouble}: ${reason}` } as const;
    await tell(message, { ...ended, ...stuck }, deps);
    return 'again';
  }
  deps.watch.failed(told, trouble, reason);
  await tell(message, ended, deps);
  return 'done';
}

/** Hides the message for as long. Where that fails the queue's own time applies. */
export async function hide(
  message: QueueMessage,
  forMs: number,
  deps: DeliveryDeps,
): Promise<void> {
  await deps.held
    .hide(message.receiptHandle, forMs)
    .catch((error: unknown) => deps.watch.faulted('hide', error));
}

function tell(
  message: QueueMessage,
  { told, trouble, reason }: Ended,
  deps: DeliveryDeps,
): Promise<void> {
  const about = told && {
    id: told.delivery.alert,
    revision: told.delivery.revision,
    title: told.title,
  };
  const { sentMs: sinceMs } = message;
  return deps.tellOperations({ destination: deps.name, trouble, reason, about, sinceMs });
}

/** What is told of a bug: not its message, which may quote what was rendered. */
export function bugReason(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return `a bug of sigma-lambda: ${name}; the function's log has its place`;
}
