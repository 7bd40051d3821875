// Posts to an incoming webhook → whoever shows them. Stands for Slack on this machine: what is shown went over HTTP.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EnvironmentError } from '../errors.ts';

/** Is told of each post; false where Slack would refuse the body. */
export type OnPost = (body: string) => boolean;

/** A running stand-in. */
export interface SlackServer {
  /** The webhook's URL. */
  readonly url: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const PATH = '/services/local';
/** Slack's own bound is far below; a body that is larger is not ours. */
const MAX_BODY_BYTES = 1_000_000;

/** Starts it on a port that the system picks. Its answers are Slack's: `ok`, `invalid_payload`, `no_service`. */
export async function startSlackServer(onPost: OnPost): Promise<SlackServer> {
  const server = createServer((request, response) => {
    answer(request, response, onPost).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return { url: `http://${LOOPBACK}:${portOf(server)}${PATH}`, stop: () => stop(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  onPost: OnPost,
): Promise<void> {
  const end = (status: number, words: string) =>
    response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
  if (request.method !== 'POST' || request.url !== PATH) return void end(404, 'no_service');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return void end(413, 'payload_too_large');
    chunks.push(chunk);
  }
  const isTaken = onPost(Buffer.concat(chunks).toString('utf8'));
  end(isTaken ? 200 : 400, isTaken ? 'ok' : 'invalid_payload');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address !== null && typeof address === 'object') return address.port;
  throw new EnvironmentError('the stand-in for Slack listens on no port');
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  server.closeAllConnections();
  await closed;
}
