// Lambda's Runtime API (2018-06-01) for one sandbox: HTTP of the runtime client → calls of the sandbox.
// @see Lambda developer guide, "Using the Lambda runtime API for custom runtimes"

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { authorityOf, closeServer, listenLocally } from '../listen.ts';

/** An event as the runtime is given it. */
export interface Delivery {
  readonly requestId: string;
  readonly deadlineMs: number;
  /** How far the function's clock is ahead; not Lambda's, read by shifted-clock.cjs. */
  readonly clockOffsetMs: number;
  readonly functionArn: string;
  readonly body: string;
}

/** What the sandbox does with the runtime's calls. */
export interface RuntimeCalls {
  /** The runtime is ready for an event; the promise may be long in coming. */
  next(): Promise<Delivery>;
  /** True if the answer was taken, false if it is too large. */
  respond(requestId: string, body: string): boolean;
  fail(requestId: string, body: string): void;
  failInit(body: string): void;
}

/** A running Runtime API. */
export interface RuntimeApi {
  /** `127.0.0.1:PORT`, for AWS_LAMBDA_RUNTIME_API. */
  readonly authority: string;
  close(): Promise<void>;
}

const ROOT = '/2018-06-01/runtime';
const ANSWER = /^\/invocation\/([^/]+)\/(response|error)$/;
const ACCEPTED = 202;
const TOO_LARGE = 413;
const NOT_FOUND = 404;

/** Starts the API for one sandbox. */
export async function startRuntimeApi(calls: RuntimeCalls): Promise<RuntimeApi> {
  const server = createServer((request, response) => {
    // A sandbox that is killed breaks off its requests; what it had to say is then of no use.
    answer(calls, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await listenLocally(server);
  return { authority: authorityOf(server), close: () => closeServer(server) };
}

async function answer(
  calls: RuntimeCalls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').replace(ROOT, '');
  const body = await text(request);
  if (path === '/invocation/next') {
    deliver(await calls.next(), response);
    return;
  }
  response.writeHead(accept(calls, path, body)).end();
}

/** Passes on what the runtime posted. Returns the status to answer with. */
function accept(calls: RuntimeCalls, path: string, body: string): number {
  if (path === '/init/error') {
    calls.failInit(body);
    return ACCEPTED;
  }
  const [, requestId, what] = ANSWER.exec(path) ?? [];
  if (requestId === undefined) return NOT_FOUND;
  if (what === 'response') return calls.respond(requestId, body) ? ACCEPTED : TOO_LARGE;
  calls.fail(requestId, body);
  return ACCEPTED;
}

function deliver(delivery: Delivery, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': delivery.requestId,
    'lambda-runtime-deadline-ms': String(delivery.deadlineMs),
    'lambda-runtime-invoked-function-arn': delivery.functionArn,
    'lambda-runtime-trace-id': traceId(delivery),
    'local-clock-offset-ms': String(delivery.clockOffsetMs),
  });
  response.end(delivery.body);
}

/** A trace header that is not sampled; made of the request id, so that it needs no other source. */
function traceId({ requestId, deadlineMs }: Delivery): string {
  const hex = requestId.replaceAll('-', '');
  const seconds = Math.floor(deadlineMs / 1000).toString(16);
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(0, 16)};Sampled=0`;
}
