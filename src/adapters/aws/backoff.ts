// The number of a retry → how long to wait before it.

/** What waiting needs: given in tests, the machine's own in production. */
export interface Waiting {
  /** Resolves after `ms`; rejects with the signal's reason when it fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** First wait and the longest. The least is half: a wait near 0 would spend a retry on the same fault. */
const BASE_MS = 100;
const MAX_MS = 5_000;

/** Milliseconds before retry `retry` (from 0): doubles, capped, half of it jitter so that callers spread. */
export function backoffMs(retry: number, random: () => number): number {
  const ceilingMs = Math.min(MAX_MS, BASE_MS * 2 ** retry);
  return ceilingMs / 2 + (random() * ceilingMs) / 2;
}

/** The machine's timer and randomness. */
export const SYSTEM_WAITING: Waiting = {
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
  random: Math.random,
};
