// Batches of a queue → settled, as many at once as the mapping allows, until stopped.

import { setTimeout as sleep } from 'node:timers/promises';
import { Collector } from './collector.ts';
import { type BatchContext, type BatchOutcome, settleBatch, toError } from './settle-batch.ts';
import { openSlots } from './slots.ts';

/** A poller at work. */
export interface Polling {
  readonly batches: readonly BatchOutcome[];
  readonly stopping: AbortSignal;
  /** Whether a batch is being settled. */
  readonly isSettling: boolean;
  /** Receives no more, and waits for what was received. */
  stop(): Promise<void>;
}

/** Pause after a call that failed. */
const RETRY_PAUSE_MS = 100;

/** Starts to poll. */
export function startPolling(context: BatchContext): Polling {
  const stopper = new AbortController();
  const slots = openSlots(context.mapping.maximumConcurrency);
  const batches: BatchOutcome[] = [];
  const running = new Set<Promise<void>>();
  const collector = new Collector({ ...context, stopping: stopper.signal });

  const settle = (batch: Parameters<typeof settleBatch>[1]): void => {
    const task = settleBatch(context, batch)
      .then((outcome) => batches.push(outcome))
      .then(() => undefined, context.report)
      .finally(() => {
        running.delete(task);
        slots.free();
      });
    running.add(task);
  };
  const poll = async (): Promise<void> => {
    while (!stopper.signal.aborted || collector.isHolding) {
      // A place first: what is received and cannot be invoked yet would lose of its time in flight.
      await slots.take();
      const batch = await collector.collect().catch(async (error: unknown) => {
        context.report(toError(error));
        await sleep(RETRY_PAUSE_MS);
        return [];
      });
      if (batch.length === 0) slots.free();
      else settle(batch);
    }
  };
  const polled = poll();
  return {
    batches,
    stopping: stopper.signal,
    get isSettling() {
      return running.size > 0;
    },
    stop: async () => {
      stopper.abort();
      await polled;
      await Promise.all(running);
    },
  };
}
