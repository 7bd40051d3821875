// Configuration of a caller → an SNS client fit for the sink.

import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';

/** The SDK waits for ever by default: a function would time out, its messages neither sent nor reported. */
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** A client for {@link createSnsSink}: one attempt a call, because the sink retries within its own bound. */
export function createSnsClient(config: SNSClientConfig = {}): SNSClient {
  return new SNSClient({
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...config,
    maxAttempts: 1,
  });
}
