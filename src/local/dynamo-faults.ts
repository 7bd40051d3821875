// Planned faults → what a client of DynamoDB meets: an error, a pause, a reset connection, an answer that is lost.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever } from './assert-never.ts';

/** What happens to a request. */
export type DynamoEffect =
  /** Answered with an error of the service; the operation does not take place. */
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** The connection is reset without an answer (ECONNRESET); the operation does not take place. */
  | { readonly kind: 'reset' }
  /** The operation takes place; its answer is lost in a reset. */
  | { readonly kind: 'lose' }
  /** Later effects of other faults, or the operation itself, come after this pause. */
  | { readonly kind: 'delay'; readonly delayMs: number };

/** A request in hand; its body is not read before `pass`. */
interface Struck {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Lets the operation take place. */
  readonly pass: () => void;
}

/** Strikes with the effects in their order, then lets the request pass, unless one of them answered it. */
export function strikeDynamo(effects: readonly DynamoEffect[], struck: Struck): void {
  const [effect, ...rest] = effects;
  const { request, response, pass } = struck;
  if (effect === undefined) {
    pass();
    request.resume();
    return;
  }
  switch (effect.kind) {
    case 'delay':
      // Nobody waits for it when the server stops: its connections are closed by then.
      setTimeout(() => strikeDynamo(rest, struck), effect.delayMs).unref();
      return;
    case 'status':
      request.on('end', () => answer(response, effect.status, effect.code)).resume();
      return;
    case 'reset':
      request.on('end', () => request.socket.resetAndDestroy()).resume();
      return;
    case 'lose':
      loseAnswer(struck);
      strikeDynamo(rest, struck);
      return;
    default:
      assertNever(effect);
  }
}

function answer(response: ServerResponse, status: number, code: string): void {
  const type = `com.amazonaws.dynamodb.v20120810#${code}`;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: type, message: 'injected refusal' }));
}

/** dynalite answers with one `end`, when the operation has taken place. */
function loseAnswer({ request, response }: Struck): void {
  response.end = () => {
    request.socket.resetAndDestroy();
    return response;
  };
}
