// A destination's function without the world around it: its queue, topics and destination remember what was done to them.

import type { DeliveryDeps } from '../../../functions/notify/delivery-deps.ts';
import type { QueueMessage } from '../../../functions/notify/queue-messages.ts';
import { renderFor } from '../../../functions/notify/render-for.ts';
import { createTellOperations } from '../../../functions/notify/tell-operations.ts';
import type { Told } from '../../../functions/notify/told.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { toAlertMessage } from '../../../src/alert/index.ts';
import type { Alert } from '../../../src/model/index.ts';
import type { OperationsWord, PostOutcome } from '../../../src/ports/index.ts';
import { anAlert } from '../../alert/pager-alerts.ts';
import { createSetClock } from '../../support/set-clock.ts';

export const POSTED = { kind: 'posted' } as const;
export const REFUSED = { kind: 'permanent', reason: 'host answered 404: no_service' } as const;
export const BUSY = { kind: 'retry', reason: 'host answered 429', mayBePosted: false } as const;
export const STALLED = { kind: 'retry', reason: 'host: TIMEOUT', mayBePosted: true } as const;

/** Longer than any test's clock moves unless it means to. */
export const LEASE_MS = 125_000;

/** What was counted, in order, with the alert's revision. */
export interface Counted {
  readonly name: string;
  readonly revision: number | undefined;
  readonly detail?: unknown;
}

/** The world of one destination. Parts of `deps` may be replaced. */
export function createWorld(
  script: readonly PostOutcome[] = [],
  kind: 'slack' | 'pagerduty' = 'slack',
) {
  const clock = createSetClock();
  const { deliveries: ledger } = createMemoryState(clock);
  const posts: string[] = [];
  const hidden: number[] = [];
  const buried: { body: string; reason: string }[] = [];
  const words: OperationsWord[] = [];
  const counted: Counted[] = [];
  const count = (name: string) => (told?: Told, detail?: unknown) => {
    counted.push({ name, revision: told?.delivery.revision, detail });
  };
  let owners = 0;
  const newOwner = () => `owner-${owners++}`;
  const tellDeps = {
    tenant: 'default',
    operations: { tell: async (word: OperationsWord) => void words.push(word) },
    ledger,
    clock,
    newOwner,
    untold: (error: unknown) =>
      counted.push({ name: 'untold', revision: undefined, detail: error }),
  };
  const deps: DeliveryDeps = {
    name: kind,
    tenants: ['default', 'acme'],
    render: (message, isFirst) => renderFor(kind, message, { nowMs: clock.nowMs(), isFirst }),
    destination: {
      post: async (body) => {
        const outcome = script[posts.length] ?? POSTED;
        posts.push(body);
        return outcome;
      },
    },
    ledger,
    held: { hide: async (_handle, forMs) => void hidden.push(forMs) },
    deadLetters: { send: async (body, reason) => void buried.push({ body, reason }) },
    tellOperations: createTellOperations(tellDeps),
    watch: {
      posted: count('posted'),
      passed: (told, reason) => count(reason === 'posted' ? 'redelivered' : reason)(told),
      uncertain: count('uncertain'),
      retried: count('retried'),
      failed: count('failed'),
      unrecorded: count('unrecorded'),
      faulted: (what) => count(`faulted: ${what}`)(),
      crashed: () => count('crashed')(),
    },
    clock,
    random: () => 1,
    newOwner,
  };
  const names = () => counted.map(({ name }) => name);
  return { clock, ledger, posts, hidden, buried, words, counted, names, tellDeps, deps };
}

/** The message of an alert that has just come into the queue. */
export function messageOf(
  alert: Partial<Alert> = {},
  parts: Partial<QueueMessage> = {},
): QueueMessage {
  const { body } = toAlertMessage(anAlert({ route: 'page', ...alert }));
  return {
    id: 'm0',
    receiptHandle: 'r0',
    body,
    receiveCount: 1,
    sentMs: Date.UTC(2026, 10, 20, 12),
    ...parts,
  };
}
