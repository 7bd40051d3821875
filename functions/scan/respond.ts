// What became of each unit → the answer the service expects. Fail-closed: only what was proved done is a success.

import type { S3BatchResult, SQSBatchResponse } from 'aws-lambda';
import type { Delivery } from './events/delivery.ts';

/** What became of a unit. A failed one is delivered again by the service, and ends in the DLQ if it fails for good. */
export interface UnitOutcome {
  readonly id: string;
  readonly failure: string | undefined;
}

/** An asynchronous invocation that did not succeed: thrown, so that Lambda retries it and then hands it on. */
export class DeliveryFailedError extends Error {
  override readonly name = 'DeliveryFailedError';
}

/** The answer to an invocation; throws for the shapes whose only way to fail is to throw. */
export function respond(
  delivery: Delivery,
  outcomes: readonly UnitOutcome[],
): SQSBatchResponse | S3BatchResult | undefined {
  const failures = unproved(delivery, outcomes);
  switch (delivery.shape) {
    case 'sqs':
      return { batchItemFailures: failures.map(({ id }) => ({ itemIdentifier: id })) };
    case 's3-batch':
      return toBatchResult(delivery, failures);
    case 's3':
    case 'eventbridge': {
      const [failed] = failures;
      if (failed !== undefined) throw new DeliveryFailedError(failed.failure);
      return undefined;
    }
  }
}

interface Failure {
  readonly id: string;
  readonly failure: string;
}

/**
 * Units that failed, and those of which no outcome says that they succeeded. Units of one id, which no service should
 * send, cannot be told apart in an answer: one that failed, or was not reached, fails all of them.
 */
function unproved(delivery: Delivery, outcomes: readonly UnitOutcome[]): readonly Failure[] {
  const unitsOf = Map.groupBy(delivery.units, ({ id }) => id);
  const outcomesOf = Map.groupBy(outcomes, ({ id }) => id);
  return delivery.units.flatMap(({ id }) => {
    const known = outcomesOf.get(id) ?? [];
    const failure = known.map((outcome) => outcome.failure).find((text) => text !== undefined);
    if (failure !== undefined) return [{ id, failure }];
    if (known.length === unitsOf.get(id)?.length) return [];
    return [{ id, failure: 'not reached before the time ran out' }];
  });
}

/** S3 Batch retries `TemporaryFailure` and lists the rest in its completion report. */
function toBatchResult(delivery: Delivery, failures: readonly Failure[]): S3BatchResult {
  const failed = new Map(failures.map(({ id, failure }) => [id, failure]));
  const { invocationSchemaVersion = '1.0', invocationId = '' } = delivery.batch ?? {};
  return {
    invocationSchemaVersion,
    invocationId,
    treatMissingKeysAs: 'TemporaryFailure',
    results: delivery.units.map(({ id }) => ({
      taskId: id,
      resultCode: failed.has(id) ? 'TemporaryFailure' : 'Succeeded',
      resultString: failed.get(id) ?? 'scanned',
    })),
  };
}
