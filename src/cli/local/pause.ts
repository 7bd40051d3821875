// Milliseconds → a pause that ends early where nobody waits any more.

import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after the time, or as soon as the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
