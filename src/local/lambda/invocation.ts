// One event on its way through a sandbox → its result, told once.

import { randomUUID } from 'node:crypto';
import type { InvokeAnswer, InvokeResult } from './invoke-result.ts';

/** An invocation in hand. */
export interface Invocation {
  readonly requestId: string;
  /** The event, as JSON. */
  readonly body: string;
  readonly isCold: boolean;
  readonly result: Promise<InvokeResult>;
  /** Whether the result has been told. */
  readonly isTold: boolean;
  /** Notes that the runtime has been given the event. */
  deliver(): void;
  /** Tells the result; the first time counts. */
  tell(answer: InvokeAnswer, seen: { readonly logs: string; readonly initMs?: number }): void;
  /** Ends it without a result: this layer failed, or was stopped. */
  abandon(error: Error): void;
}

/** Opens an invocation. */
export function openInvocation(body: string, isCold: boolean): Invocation {
  const requestId = randomUUID();
  const { promise, resolve, reject } = Promise.withResolvers<InvokeResult>();
  let deliveredAt: number | undefined;
  let isTold = false;
  return {
    requestId,
    body,
    isCold,
    result: promise,
    get isTold() {
      return isTold;
    },
    deliver: () => {
      deliveredAt = performance.now();
    },
    tell: (answer, seen) => {
      isTold = true;
      const durationMs = deliveredAt === undefined ? 0 : performance.now() - deliveredAt;
      resolve({ ...answer, ...seen, requestId, durationMs, isCold });
    },
    abandon: (error) => {
      isTold = true;
      reject(error);
    },
  };
}
