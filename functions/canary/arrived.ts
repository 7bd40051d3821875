// A message of the canary's queue → which of its objects it is of, and how long that took.

import { parseOnCallMessage } from '../../src/alert/index.ts';
import { err, ok, type Result } from '../../src/model/index.ts';
import type { Arrival } from '../../src/ports/index.ts';

/** An alert that arrived. */
export interface Arrived {
  readonly alert: string;
  /** When the object was put, ISO-8601 UTC with milliseconds: which run it is of. */
  readonly putTime: string;
  /** From the put until SQS had the alert. Clocks differ: never less than none. */
  readonly latencyMs: number;
}

/** Reads it; an error says what was found and what is expected. */
export function toArrived({ body, sentMs }: Arrival): Result<Arrived, string> {
  const message = parseOnCallMessage(body);
  if (!message.ok) return message;
  if (!('alert' in message.value)) return err('it is a digest; expected an alert');
  const { id, origin, event, lead } = message.value.alert;
  if (origin !== 'canary') return err('its origin is another; expected canary');
  if (event !== 'opened') return err(`it is ${event}; expected only what is opened`);
  const putMs = Date.parse(lead.firstTime ?? '');
  if (Number.isNaN(putMs)) return err('its lead has no firstTime');
  if (sentMs === undefined) return err('SQS does not say when it came');
  const putTime = new Date(putMs).toISOString();
  return ok({ alert: id, putTime, latencyMs: Math.max(0, sentMs - putMs) });
}
