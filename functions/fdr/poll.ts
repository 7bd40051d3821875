// Queues → their messages worked off, one after the other, while there is time and until they are empty.

import type { ReceivedMessage } from '../../src/ports/index.ts';

/** A queue to empty. */
export interface PolledQueue {
  /** Undefined: there is nothing now. */
  receive(): Promise<ReceivedMessage | undefined>;
  work(message: ReceivedMessage): Promise<void>;
}

/** Empties them in their order. A message is asked for only if there is time to work it off. */
export async function pollQueues(
  queues: readonly PolledQueue[],
  hasTime: () => boolean,
): Promise<void> {
  for (const queue of queues) {
    while (hasTime()) {
      const message = await queue.receive();
      if (message === undefined) break;
      await queue.work(message);
    }
  }
}
