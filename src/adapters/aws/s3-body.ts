// The body of an answer → its bytes, pulled as they are consumed, with a limit on silence.

import { Readable } from 'node:stream';
import type { StallGuard } from './stall-guard.ts';

/** The body as the stream it is on Node; undefined for the SDK's other kinds, which our client never gives. */
export function asReadable(body: unknown): Readable | undefined {
  return body instanceof Readable ? body : undefined;
}

/**
 * Yields what the socket delivers. Throws what broke the body; stopping early destroys it, which frees its
 * socket. Reading it to its end, not just to its last byte, is what lets the connection be used again.
 */
export async function* readBody(body: Readable, guard: StallGuard): AsyncGenerator<Uint8Array> {
  const stop = () => body.destroy(asError(guard.signal.reason));
  guard.signal.addEventListener('abort', stop, { once: true });
  try {
    guard.arm();
    for await (const chunk of body) {
      guard.disarm();
      yield chunk;
      guard.arm();
    }
  } finally {
    guard.disarm();
    guard.signal.removeEventListener('abort', stop);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('reading was interrupted', { cause: reason });
}
