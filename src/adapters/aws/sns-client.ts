// Configuration of a caller → an SNS client fit for the sink.

import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { boundedCalls } from './bounded-calls.ts';

/** The SDK waits for ever by default: a function would time out, its messages neither sent nor reported. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A client for {@link createSnsSink}: one attempt a call, because the sink retries within its own bound. */
export function createSnsClient(config: SNSClientConfig = {}): SNSClient {
  return new SNSClient(boundedCalls(REQUEST_TIMEOUT_MS, config));
}
