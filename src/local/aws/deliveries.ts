// Notifications on their way → a moment at which all have arrived, or the failure of one that did not.

import { DeliveryError } from '../errors.ts';

/** What is on its way. */
export interface Deliveries {
  /** Follows a delivery; its failure is kept for `flush`. */
  track(delivery: Promise<unknown>): void;
  /**
   * Resolves when nothing is on its way any more, also what came meanwhile.
   * Rejects with the first failure since the last call: AWS would try again and then drop it, a test must see it.
   */
  flush(): Promise<void>;
}

/** Nothing on its way yet. */
export function trackDeliveries(): Deliveries {
  const pending = new Set<Promise<void>>();
  let failures: readonly unknown[] = [];
  const follow = async (delivery: Promise<unknown>): Promise<void> => {
    try {
      await delivery;
    } catch (failure) {
      failures = [...failures, failure];
    }
  };
  return {
    track: (delivery) => {
      const followed: Promise<void> = follow(delivery).finally(() => pending.delete(followed));
      pending.add(followed);
    },
    flush: async () => {
      while (pending.size > 0) await Promise.all(pending);
      const [cause, ...more] = failures;
      failures = [];
      if (cause === undefined) return;
      const others = more.length === 0 ? '' : `, and ${more.length} more`;
      throw new DeliveryError(`a notification was not delivered: ${String(cause)}${others}`, {
        cause,
      });
    },
  };
}
