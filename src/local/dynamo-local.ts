// Starts an in-memory DynamoDB on 127.0.0.1: dynalite in this process, with a log of what it is asked.

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import dynalite from 'dynalite';
import { type DynamoOperation, dynamoOperationId, dynamoOperationOf } from './dynamo-operation.ts';
import { closeServer, endpointOf, listenLocally } from './listen.ts';

/** An answer in place of the operation, which does not take place. */
export interface DynamoRefusal {
  /** `dynamodb:PutItem` and the like. */
  readonly operation: string;
  readonly status: number;
  /** The service's error code. */
  readonly code: string;
  /** How many requests are refused. */
  readonly times: number;
}

/** A running DynamoDB. */
export interface DynamoLocal {
  /** `http://127.0.0.1:PORT`, for `endpoint` or AWS_ENDPOINT_URL_DYNAMODB. */
  readonly endpoint: string;
  /** Every operation received, oldest first; also those that were refused. */
  readonly log: readonly DynamoOperation[];
  /** Has the next of these operations refused. */
  refuse(refusal: DynamoRefusal): void;
  /** Closes every connection and forgets every table. */
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB with no tables; tables are ACTIVE as soon as they are created.
 * Lacks the TTL API and expiry, transactions, and the item in a failed condition (docs/design/local.md).
 */
export async function startDynamoLocal(): Promise<DynamoLocal> {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const log: DynamoOperation[] = [];
  const planned: { readonly refusal: DynamoRefusal; left: number }[] = [];
  const take = (id: string) => {
    const found = planned.find(({ refusal, left }) => left > 0 && refusal.operation === id);
    if (found !== undefined) found.left--;
    return found?.refusal;
  };
  standBefore(server, (request, response) => {
    noteWhenRead(request, log);
    if (dynamoOperationId(request) === CREATE_TABLE) answerLater(response);
    const refusal = take(dynamoOperationId(request));
    if (refusal === undefined) return 'pass';
    request.on('end', () => answer(response, refusal));
    return 'answered';
  });
  await listenLocally(server);
  return {
    endpoint: endpointOf(server),
    log,
    refuse: (refusal) => void planned.push({ refusal, left: refusal.times }),
    stop: () => closeServer(server),
  };
}

const CREATE_TABLE = 'dynamodb:CreateTable';

/**
 * dynalite answers that a table is being created, and makes it ACTIVE by a timer and a write of its own: on a busy machine
 * the next request may come before.
 */
const CREATING_MS = 20;

function answerLater(response: ServerResponse): void {
  const { end } = response;
  const later = (...parts: readonly unknown[]): ServerResponse => {
    setTimeout(() => Reflect.apply(end, response, parts), CREATING_MS);
    return response;
  };
  Object.assign(response, { end: later });
}

/** Puts a listener before dynalite's own, which gets what passes. */
function standBefore(
  server: Server,
  listener: (request: IncomingMessage, response: ServerResponse) => 'pass' | 'answered',
): void {
  const inner = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (listener(request, response) === 'answered') return;
    for (const next of inner) next(request, response);
    // dynalite throws here, in this process: a client that was killed in the middle of a request would end the tests.
    request.removeAllListeners('error');
    request.on('error', () => request.destroy());
  });
}

function noteWhenRead(request: IncomingMessage, log: DynamoOperation[]): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => log.push(dynamoOperationOf(request, Buffer.concat(chunks).toString())));
}

function answer(response: ServerResponse, { status, code }: DynamoRefusal): void {
  const type = `com.amazonaws.dynamodb.v20120810#${code}`;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: type, message: 'injected refusal' }));
}
