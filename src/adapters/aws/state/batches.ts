// Many things to do → batches; what a batch leaves undone is done again.

import { backoffMs, type Waiting } from '../backoff.ts';
import { MAX_STATE_ATTEMPTS } from './attempts.ts';
import { StateStoreError } from './errors.ts';

/** Calls at a time where many are to be made. */
const AT_ONCE = 16;

/**
 * Gives batches of `size` to `send`, which gives back what was not done: DynamoDB answers 200 and leaves out what it has
 * no capacity for. Throws where some is left after all attempts.
 */
export async function untilNoneIsLeft<T>(
  operation: string,
  things: readonly T[],
  size: number,
  waiting: Waiting,
  send: (batch: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = things;
  for (let retry = 0; left.length > 0; retry++) {
    if (retry >= MAX_STATE_ATTEMPTS) {
      throw new StateStoreError(operation, 'UNPROCESSED', `${left.length} left undone`);
    }
    if (retry > 0) await waiting.sleep(backoffMs(retry - 1, waiting.random));
    const undone: T[] = [];
    for (let start = 0; start < left.length; start += size) {
      undone.push(...(await send(left.slice(start, start + size))));
    }
    left = undone;
  }
}

/** Results in the order of the things; some calls at a time. Rejects with the first failure, once all have ended. */
export async function mapSome<T, R>(
  things: readonly T[],
  call: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < things.length; start += AT_ONCE) {
    const settled = await Promise.allSettled(things.slice(start, start + AT_ONCE).map(call));
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
