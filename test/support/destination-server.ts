// A server on 127.0.0.1 that stands for Slack and PagerDuty: keeps what is posted, and answers as it is told to.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What a post is answered with. */
export type Answer =
  /** A status; `retryAfter` is the header as it is sent. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly body?: string;
    }
  /** The connection is reset before the post is read: it has not arrived. */
  | { readonly kind: 'reset' }
  /** The post is taken, and the answer is lost in a reset. */
  | { readonly kind: 'lose' }
  /** The post is taken, and nothing is answered until the client gives up or the server stops. */
  | { readonly kind: 'stall' };

/** Who decides on answers where none is planned. */
export interface Answerer {
  /** Whether the connection is reset before a post is read. */
  isReset(path: string): boolean;
  /** What a post that was read is answered. Undefined: as each service answers. */
  answerOf(path: string, body: string): Exclude<Answer, { kind: 'reset' }> | undefined;
}

/** A post whose body has arrived. */
export interface ReceivedPost {
  readonly path: string;
  readonly body: string;
  readonly answer: Answer;
  /** True where whoever is behind the server has it: of a 2xx, and where the answer was lost or did not come. */
  readonly isTaken: boolean;
}

/** A running server. */
export interface DestinationServer {
  /** `http://127.0.0.1:PORT/services/NAME`, as a Slack webhook's secret has it. */
  slackUrl(name: string): string;
  /** `http://127.0.0.1:PORT/v2/enqueue`, in place of PagerDuty's. */
  readonly pagerDutyUrl: string;
  /** Every post that has arrived, oldest first. */
  readonly posts: readonly ReceivedPost[];
  /** Posts that were taken, at paths that begin so, their bodies parsed. */
  taken(pathPrefix: string): readonly unknown[];
  /** Has the next posts at paths that begin so answered with these, one each; then as each service answers. */
  answerNext(pathPrefix: string, ...answers: readonly Answer[]): void;
  /** Has every post answered by this, where nothing else is planned. Undefined: as each service answers. */
  answerAll(answerer: Answerer | undefined): void;
  /** Ends what stalls, and closes every connection. */
  stop(): Promise<void>;
}

const SLACK = '/services/';
const PAGERDUTY = '/v2/enqueue';

/** Starts it, answering every post with what the service answers. */
export async function startDestinationServer(): Promise<DestinationServer> {
  const posts: ReceivedPost[] = [];
  const planned: { readonly pathPrefix: string; readonly answer: Answer }[] = [];
  let answerer: Answerer | undefined;
  const next = (path: string): Answer | undefined => {
    const index = planned.findIndex(({ pathPrefix }) => path.startsWith(pathPrefix));
    const [found] = index === -1 ? [] : planned.splice(index, 1);
    return found?.answer ?? (answerer?.isReset(path) ? { kind: 'reset' } : undefined);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const known = next(path);
    if (known?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    receive(request, (body) => {
      const answer = known ?? answerer?.answerOf(path, body) ?? serviceAnswer(path);
      posts.push({ path, body, answer, isTaken: isTaken(answer) });
      reply(answer, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = originOf(server);
  return {
    slackUrl: (name) => `${origin}${SLACK}${name}`,
    pagerDutyUrl: `${origin}${PAGERDUTY}`,
    posts,
    taken: (pathPrefix) =>
      posts
        .filter(({ path, isTaken: taken }) => taken && path.startsWith(pathPrefix))
        .map(({ body }): unknown => JSON.parse(body)),
    answerNext: (pathPrefix, ...answers) =>
      void planned.push(...answers.map((answer) => ({ pathPrefix, answer }))),
    answerAll: (one) => {
      answerer = one;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Slack says `ok`; PagerDuty accepts, and says what for. */
function serviceAnswer(path: string): Exclude<Answer, { kind: 'reset' }> {
  if (path.startsWith(SLACK)) return { kind: 'status', status: 200, body: 'ok' };
  if (path !== PAGERDUTY) return { kind: 'status', status: 404, body: 'no_service' };
  const body = JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: 'a' });
  return { kind: 'status', status: 202, body };
}

function isTaken(answer: Answer): boolean {
  return answer.kind !== 'status' || (answer.status >= 200 && answer.status < 300);
}

function receive(request: IncomingMessage, whole: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => whole(Buffer.concat(chunks).toString()));
}

function reply(answer: Exclude<Answer, { kind: 'reset' }>, response: ServerResponse): void {
  switch (answer.kind) {
    case 'status': {
      const { status, retryAfter, body = '' } = answer;
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      response.writeHead(status, headers).end(body);
      return;
    }
    case 'lose':
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
      return;
  }
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on TCP');
  return `http://127.0.0.1:${address.port}`;
}
