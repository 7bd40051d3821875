// Starts an in-memory DynamoDB on 127.0.0.1: dynalite in this process, with a log of what it is asked, and faults.

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import dynalite from 'dynalite';
import type { Logged } from './aws/exchange.ts';
import { type Faults, planFaults } from './aws/fault-plan.ts';
import { type DynamoEffect, strikeDynamo } from './dynamo-faults.ts';
import {
  type DynamoHead,
  type DynamoOperation,
  dynamoHeadOf,
  dynamoOperationOf,
} from './dynamo-operation.ts';
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
  /** Every operation received, oldest first; also those that were refused or struck. */
  readonly log: readonly DynamoOperation[];
  /** What is to go wrong. */
  readonly faults: Faults<DynamoHead, DynamoEffect>;
  /** Has the next of these operations refused. */
  refuse(refusal: DynamoRefusal): void;
  /** Closes every connection and forgets every table. */
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB with no tables; tables are ACTIVE as soon as they are created.
 * Lacks the TTL API and expiry, transactions, and the item in a failed condition (docs/design/local.md).
 */
export async function startDynamoLocal(logged: Logged = 'all'): Promise<DynamoLocal> {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const log: DynamoOperation[] = [];
  const { faults, take } = planFaults<DynamoHead, DynamoEffect>();
  standBefore(server, (request, response, pass) => {
    const head = dynamoHeadOf(request);
    const effects = take(head);
    if (head.id === 'dynamodb:CreateTable') holdAnswer(response);
    if (logged === 'all') noteWhenRead(request, log);
    strikeDynamo(effects, { request, response, pass });
  });
  await listenLocally(server);
  return {
    endpoint: endpointOf(server),
    log,
    faults,
    refuse: ({ operation, status, code, times }) =>
      void faults.add({ operation, times, effect: { kind: 'status', status, code } }),
    stop: () => closeServer(server),
  };
}

/** Puts a listener before dynalite's own, which gets what passes. */
function standBefore(
  server: Server,
  listener: (request: IncomingMessage, response: ServerResponse, pass: () => void) => void,
): void {
  const inner = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    listener(request, response, () => {
      for (const next of inner) next(request, response);
      // dynalite throws here, in this process: a client that was killed in the middle of a request would end the tests.
      request.removeAllListeners('error');
      request.on('error', () => request.destroy());
    });
  });
}

/** dynalite makes a table ACTIVE by a timer of 1 ms that it sets before it answers; until then there is no such table. */
const ACTIVE_AFTER_MS = 20;

function holdAnswer(response: ServerResponse): void {
  const end = response.end.bind(response);
  response.end = (body?: unknown): ServerResponse => {
    setTimeout(() => end(body), ACTIVE_AFTER_MS);
    return response;
  };
}

/** Notes it when dynalite, or whoever answers in its place, has read it; waits for that. */
function noteWhenRead(request: IncomingMessage, log: DynamoOperation[]): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => log.push(dynamoOperationOf(request, Buffer.concat(chunks).toString())));
  request.pause();
}
