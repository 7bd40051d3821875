// The QueueUrls that fauxqs answers with → URLs of this server, since `sqs.REGION.localhost` resolves on few machines.

import { ACCOUNT_ID } from '../names.ts';
import type { Exchanges } from './exchange.ts';
import type { App } from './http-types.ts';

const ANSWER_WITH_URLS: ReadonlySet<string> = new Set([
  'sqs:CreateQueue',
  'sqs:GetQueueUrl',
  'sqs:ListQueues',
]);

const FOREIGN = new RegExp(`"http://[^/"]+/(?=${ACCOUNT_ID}/)`, 'g');

/** URL of a queue, path-style. The region is not in it: a queue's name is to be used in one region of a stack. */
export function queueUrlOf(endpoint: string, name: string): string {
  return `${endpoint}/${ACCOUNT_ID}/${name}`;
}

/** Registers the hook. A client with AWS_ENDPOINT_URL alone calls the host of the QueueUrl. */
export function installQueueUrls(app: App, exchanges: Exchanges, endpoint: () => string): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const id = exchanges.of(request)?.operation.id ?? '';
    if (!ANSWER_WITH_URLS.has(id) || typeof payload !== 'string') return done(null, payload);
    reply.removeHeader('content-length');
    done(null, payload.replaceAll(FOREIGN, `"${endpoint()}/`));
  });
}
