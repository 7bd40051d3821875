// Planned faults → what the client meets: an error, a pause, a reset connection.

import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../assert-never.ts';
import type { Exchange, Exchanges } from './exchange.ts';
import { type FaultEffect, type Faults, planFaults } from './fault-plan.ts';
import { type App, fieldsOf, type LocalReply, type LocalRequest } from './http-types.ts';
import { parseEntries } from './sns-entries.ts';
import { sendError } from './wire.ts';

/** Registers the hook that strikes. `stopping` ends pauses, so that no server waits for a delayed request. */
export function installFaults(app: App, exchanges: Exchanges, stopping: AbortSignal): Faults {
  const { faults, take } = planFaults();
  app.addHook('preHandler', async (request, reply) => {
    const exchange = exchanges.of(request);
    if (exchange === undefined) return;
    for (const effect of take(exchange.operation)) {
      await strike(effect, { request, reply, exchange, stopping });
      if (reply.sent) return reply;
    }
    return;
  });
  return faults;
}

interface Struck {
  readonly request: LocalRequest;
  readonly reply: LocalReply;
  readonly exchange: Exchange;
  readonly stopping: AbortSignal;
}

async function strike(effect: FaultEffect, struck: Struck): Promise<void> {
  const { request, reply, exchange } = struck;
  switch (effect.kind) {
    case 'delay':
      return await delay(effect.delayMs, struck);
    case 'reset':
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return;
    case 'status':
      if (effect.retryAfterSeconds !== undefined) {
        reply.header('retry-after', String(effect.retryAfterSeconds));
      }
      sendError(reply, exchange.operation.service, { ...effect, message: 'injected fault' });
      return;
    case 'break':
    case 'stall':
      exchange.bodyEffect = effect;
      return;
    case 'failEntries':
      failEntries(effect, struck);
      return;
    default:
      return assertNever(effect);
  }
}

async function delay(delayMs: number, { request, reply, stopping }: Struck): Promise<void> {
  try {
    await pause(delayMs, undefined, { signal: stopping });
  } catch (error) {
    if (!stopping.aborted) throw error;
    reply.hijack();
    request.raw.socket.destroy();
  }
}

function failEntries(
  effect: Extract<FaultEffect, { kind: 'failEntries' }>,
  { request, exchange }: Struck,
): void {
  const { code, senderFault, ids } = effect;
  for (const { id } of parseEntries(fieldsOf(request.body))) {
    if (ids !== undefined && !ids.includes(id)) continue;
    exchange.failedEntries.push({ id, code, senderFault, message: 'injected fault' });
  }
}
