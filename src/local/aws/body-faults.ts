// A GetObject's body → the same body cut by a reset, or stalled, after a number of bytes.

import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Exchanges } from './exchange.ts';
import type { BodyEffect } from './fault-plan.ts';
import type { App } from './http-types.ts';

/** A reset discards what the client has not read yet: a pause for it to read what was sent. */
const READ_MS = 20;

/**
 * Registers the hook. Headers, Content-Length among them, stay those of the whole body, as on a real break.
 * The answer is taken out of fastify's hands: it would answer twice where the body does not go out at once (see installExchanges).
 */
export function installBodyFaults(app: App, exchanges: Exchanges): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const effect = exchanges.of(request)?.bodyEffect;
    const isRead = reply.statusCode === 200 || reply.statusCode === 206;
    if (effect === undefined || !isRead || !Buffer.isBuffer(payload)) return done(null, payload);
    for (const [name, value = ''] of Object.entries(reply.getHeaders())) {
      reply.raw.setHeader(name, value);
    }
    reply.hijack();
    cutBody(payload, effect, reply.raw).catch((error: Error) => reply.raw.destroy(error));
  });
}

async function cutBody(body: Buffer, effect: BodyEffect, raw: ServerResponse): Promise<void> {
  await written(raw, body.subarray(0, effect.afterBytes));
  // A stall is ended by the client, or by stop(): either closes the connection.
  if (effect.kind === 'stall') return;
  await pause(READ_MS);
  raw.socket?.resetAndDestroy();
}

/** Resolves when the system has taken the bytes, or the client has gone. */
async function written(raw: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return raw.flushHeaders();
  await new Promise<void>((resolve) => {
    raw.once('close', resolve);
    raw.write(bytes, () => resolve());
  });
}
