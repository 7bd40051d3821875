// A time without a byte, or the caller's signal → one signal that ends an attempt.

/** Watches one attempt. Armed only while waiting for the server: a slow consumer is no stall. */
export interface StallGuard {
  /** Fires with an error of code ETIMEDOUT, or with the caller's reason. */
  readonly signal: AbortSignal;
  arm(): void;
  disarm(): void;
}

/** A guard for one attempt; disarm it in the end. */
export function createStallGuard(timeoutMs: number, outer: AbortSignal | undefined): StallGuard {
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: outer === undefined ? stall.signal : AbortSignal.any([stall.signal, outer]),
    arm: () => {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(stallError(timeoutMs)), timeoutMs);
    },
    disarm: () => clearTimeout(timer),
  };
}

function stallError(timeoutMs: number): Error {
  return Object.assign(new Error(`no byte for ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}
