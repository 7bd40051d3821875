// Objects → what their events say of the processes of connections: the join of a scan, for explaining.

import type { LogEvent } from '../../model/index.ts';
import {
  canBeCompleted,
  completeEvent,
  isCandidate,
  type JoinedFields,
  JoinOffers,
  joinedOrigins,
  MAX_WAITING,
  type Routing,
} from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { Registry } from '../../source/index.ts';
import { type IncompleteObject, readRecords } from './read-records.ts';

/** What the join is collected from. */
export interface JoinInput {
  readonly objects: readonly ScanObject[];
  readonly registry: Registry;
  /** The rules that are explained. */
  readonly routing: Routing;
  /** Only connections of the record of this ordinal ask; every record may answer. */
  readonly ordinal: number | undefined;
  /** Connections of either kind that may ask. @default 20,000 */
  readonly maxAsking?: number;
}

/** An event as it is judged. */
export interface CompletedEvent {
  readonly event: LogEvent;
  /** Empty where no other event filled anything. */
  readonly joined: readonly JoinedFields[];
}

/** What was found for the connections that asked. */
export interface ExplainJoin {
  complete(event: LogEvent): CompletedEvent;
  /** Connections that found no room to ask: they are explained with what their own log says, at least. */
  readonly overflow: number;
  /** Objects that could not be read to their end. */
  readonly problems: readonly IncompleteObject[];
}

/**
 * Reads the objects once for those who ask, and if somebody does once more for the answers. As in a scan, at most
 * 20,000 connections whose verdict the join can change; besides 20,000 others, which a scan judges without it, so that
 * their nearest miss is that of the whole process.
 */
export async function collectJoin(input: JoinInput): Promise<ExplainJoin> {
  const offers = new JoinOffers();
  const problems: IncompleteObject[] = [];
  const overflow = await collectWanted(input, offers, problems);
  if (offers.wanted > 0) await collectOffers(input, offers, problems);
  return {
    overflow,
    problems,
    complete(event) {
      if (!mayAsk(event, input)) return { event, joined: [] };
      const found = offers.found(event);
      return { event: completeEvent(event, found), joined: joinedOrigins(event, found) };
    },
  };
}

function mayAsk(event: LogEvent, { routing }: JoinInput): boolean {
  return canBeCompleted(event) && routing.rulesFor(event).length > 0;
}

async function collectWanted(
  input: JoinInput,
  offers: JoinOffers,
  problems: IncompleteObject[],
): Promise<number> {
  const { maxAsking = MAX_WAITING } = input;
  const asked = { candidates: 0, others: 0 };
  let overflow = 0;
  for await (const { event } of eventsOf(input, input.ordinal, problems)) {
    if (!mayAsk(event, input)) continue;
    const kind = isCandidate(input.routing, event) ? 'candidates' : 'others';
    if (asked[kind] >= maxAsking) {
      overflow++;
      continue;
    }
    asked[kind]++;
    offers.want(event);
  }
  return overflow;
}

async function collectOffers(
  input: JoinInput,
  offers: JoinOffers,
  problems: IncompleteObject[],
): Promise<void> {
  for await (const { event, delivery } of eventsOf(input, undefined, problems)) {
    offers.take(event, delivery);
  }
}

/** Events of the records; what cannot be read is told where records are explained, not here. */
async function* eventsOf(
  { objects, registry }: JoinInput,
  ordinal: number | undefined,
  problems: IncompleteObject[],
) {
  for (const object of objects) {
    for await (const read of readRecords(object, ordinal)) {
      if (read.kind === 'incomplete') problems.push(read);
      if (read.kind !== 'record') continue;
      const reading = registry.read(read.record);
      if (reading.kind !== 'events') continue;
      for (const event of reading.events) yield { event, delivery: read.delivery };
    }
  }
}
