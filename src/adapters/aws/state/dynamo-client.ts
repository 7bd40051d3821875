// Configuration of a caller → a DynamoDB client fit for the state table.

import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { boundedCalls } from '../bounded-calls.ts';

/** The SDK waits for ever by default; an item takes some ms. */
const REQUEST_TIMEOUT_MS = 5_000;

/** A client for {@link createState}: one attempt a call, because the table retries within its own bound. */
export function createDynamoClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient(boundedCalls(REQUEST_TIMEOUT_MS, config));
}
