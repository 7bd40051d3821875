// Remembers what the hooks of one request tell each other, and numbers every request into the log.

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BodyEffect, EntryFailure } from './fault-plan.ts';
import { type App, headerOf, type LocalRequest } from './http-types.ts';
import { type Operation, operationOf } from './operation.ts';

/** One request on its way through the hooks. */
export interface Exchange {
  readonly operation: Operation;
  /** Set by a fault: what is to happen to the response's body. */
  bodyEffect?: BodyEffect;
  /** Set by limits and faults: entries of a PublishBatch that fail alone. */
  readonly failedEntries: EntryFailure[];
  /** Set where the request reads a version that is kept. */
  isVersionRead?: boolean;
  /** Set while a conditional write to the key is under way. */
  lockedKey?: string;
}

/** Requests in hand, and everything that was asked so far. */
export interface Exchanges {
  /** Undefined for this layer's own requests, which no hook may touch. */
  of(request: LocalRequest): Exchange | undefined;
  /** Every operation received, oldest first. */
  readonly log: readonly Operation[];
  /** Header that marks a request as this layer's own; its value is a secret of this stack. */
  readonly internalHeaders: Readonly<Record<string, string>>;
}

/** Which operations a log keeps. */
export type Logged = 'all' | 'none';

const INTERNAL = 'x-local-internal';

/**
 * Registers the first hook: identify and log. Must be installed before the others.
 *
 * Rule for all hooks of `onSend`: answer by `done`, at once, never by a promise. fauxqs' S3 handlers are async, send,
 * and return nothing; fastify sends again, without the body, what has not gone out when such a handler ends.
 */
export function installExchanges(app: App, logged: Logged): Exchanges {
  const secret = randomUUID();
  const inHand = new WeakMap<IncomingMessage, Exchange>();
  const log: Operation[] = [];
  // preHandler and not earlier: an SNS action is named in the body.
  app.addHook('preHandler', async (request) => {
    if (headerOf(request, INTERNAL) === secret) return;
    const operation = operationOf(request);
    if (logged === 'all') log.push(operation);
    inHand.set(request.raw, { operation, failedEntries: [] });
  });
  return {
    of: (request) => inHand.get(request.raw),
    log,
    internalHeaders: { [INTERNAL]: secret },
  };
}
