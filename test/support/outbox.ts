// Stores in memory → an outbox that tells people as a deployment does, with messages that are easy to read.

import { createTelling, type Outbox } from '../../src/deliver/index.ts';
import { DEFAULT_ROUTING } from '../../src/alert/index.ts';
import type { Alert, AlertDigest, Message } from '../../src/model/index.ts';
import type { AlertSink, Clock } from '../../src/ports/index.ts';

/** Where alerts and digests are kept. */
export type AlertStores = Pick<Outbox, 'findings' | 'alerts' | 'budgets' | 'digests'>;

/** An outbox of no rules by default, whose messages have the alert as it is for a body, and which publishes into nothing. */
export function anOutbox(
  { findings, alerts, budgets, digests }: AlertStores,
  clock: Clock,
  parts: Partial<Outbox> = {},
): Outbox {
  const config = { routing: DEFAULT_ROUTING, hourlyBudget: 1_000, evidenceBucket: 'evidence' };
  return {
    ...createTelling(config, { rules: [], correlations: [] }),
    renderAlert: messageOf,
    renderDigest: messageOf,
    findings,
    alerts,
    budgets,
    digests,
    clock,
    sink: sinkInto([]),
    ...parts,
  };
}

/** A sink that publishes everything: notes id and revision. */
export function sinkInto(published: string[]): AlertSink {
  return {
    publish: async (messages) => {
      published.push(...messages.map(({ id, body }) => `${id} ${JSON.parse(body).revision}`));
      return { outcomes: messages.map(({ id }) => ({ kind: 'published', id })) };
    },
  };
}

function messageOf(told: Alert | AlertDigest): Message {
  return { id: told.id, body: JSON.stringify(told), attributes: {} };
}
