// Configuration of a caller → an SQS client fit for the queue.

import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { boundedCalls } from './bounded-calls.ts';

/** The SDK waits for ever by default: a function would time out with its work undone. */
const REQUEST_TIMEOUT_MS = 5_000;

/** A client for {@link createSqsQueue}: one attempt a call, because the queue retries within its own bound. */
export function createSqsClient(config: SQSClientConfig = {}): SQSClient {
  return new SQSClient(boundedCalls(REQUEST_TIMEOUT_MS, config));
}
