// Starts an in-memory DynamoDB on 127.0.0.1: dynalite in this process.

import type { Server } from 'node:http';
import dynalite from 'dynalite';
import { closeServer, endpointOf, listenLocally } from './listen.ts';

/** A running DynamoDB. */
export interface DynamoLocal {
  /** `http://127.0.0.1:PORT`, for `endpoint` or AWS_ENDPOINT_URL_DYNAMODB. */
  readonly endpoint: string;
  /** Closes every connection and forgets every table. */
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB with no tables; tables are ACTIVE as soon as they are created.
 * Lacks the TTL API and expiry, transactions, and the item in a failed condition (docs/design/local.md).
 */
export async function startDynamoLocal(): Promise<DynamoLocal> {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await listenLocally(server);
  return { endpoint: endpointOf(server), stop: () => closeServer(server) };
}
