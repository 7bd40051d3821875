// A call to DynamoDB → its answer, asked again while asking can help.

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { backoffMs, type Waiting } from '../backoff.ts';
import { isRetryable, readServiceError, type ServiceError } from '../service-error.ts';
import { StateStoreError } from './errors.ts';
import type { Item } from './item.ts';

/** Times a call is made, at most; eight take about 8 s of waiting. The queue's redelivery comes after. */
export const MAX_STATE_ATTEMPTS = 8;

/** The condition of a write did not hold. `item` is what stood there, where the service says. */
export interface Refused {
  readonly kind: 'refused';
  readonly item: Item | undefined;
}

/**
 * Makes the call. A failed condition is an answer; what cannot be mended by repeating, or was repeated in vain, throws
 * {@link StateStoreError}. A write whose answer was lost is made twice: so every write here may be.
 */
export async function attempt<T>(
  operation: string,
  waiting: Waiting,
  call: () => Promise<T>,
): Promise<T | Refused> {
  for (let retry = 0; ; retry++) {
    try {
      return await call();
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) {
        return { kind: 'refused', item: thrown.Item };
      }
      const error = readServiceError(thrown);
      if (!isRetryable(error) || retry + 1 >= MAX_STATE_ATTEMPTS) {
        throw storeError(operation, error, thrown);
      }
    }
    await waiting.sleep(backoffMs(retry, waiting.random));
  }
}

function storeError(operation: string, { code, message }: ServiceError, cause: unknown): Error {
  return new StateStoreError(operation, code, message, { cause });
}

/** True for {@link Refused}. */
export function isRefused(answer: object): answer is Refused {
  return 'kind' in answer && answer.kind === 'refused';
}
