// A number of places → whoever asks gets one, or waits for one in the order of asking.

/** Places for what may go on at the same time. */
export interface Slots {
  /** Takes a place; waits while there is none. */
  take(): Promise<void>;
  /** Gives a place back. */
  free(): void;
}

/** Makes `count` places. */
export function openSlots(count: number): Slots {
  let left = count;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (left > 0) {
        left -= 1;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    },
    free: () => {
      const next = waiting.shift();
      // The place goes from hand to hand: nobody can come in between.
      if (next === undefined) left += 1;
      else next();
    },
  };
}
