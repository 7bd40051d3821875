// A script of answers → an HTTP server on this machine that gives them, one a request, and keeps the requests.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';

/** A request as it came. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Port of the client's socket: equal for requests over one connection. */
  readonly port: number | undefined;
}

/** Answers one request, or leaves it hanging. */
export type Answer = (response: ServerResponse, request: Received) => void;

/** A running server. */
export interface TestServer {
  readonly endpoint: string;
  readonly received: readonly Received[];
}

/** Starts; stops with the test. Requests behind the end of the script get 500 and so fail the test. */
export async function startServer(t: TestContext, script: readonly Answer[]): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const { method = '', url = '', headers, socket } = request;
    const one: Received = { method, url, headers, body, port: socket.remotePort };
    received.push(one);
    const answer = script[received.length - 1];
    if (answer === undefined) response.writeHead(500).end('behind the end of the script');
    else answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, received };
}

/** Never answers. */
export const hang: Answer = () => undefined;

/** Breaks the connection instead of answering. */
export const resetAtOnce: Answer = (response) => response.destroy();

/** Client settings that reach nothing but this machine. */
export const HERE = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
} as const;
