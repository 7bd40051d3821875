// Matches of starts that hardly anybody asks for ↔ their records, of which evidence is made for who does: it costs ten times what
// writing the record does.

import {
  type Delivery,
  isHeld,
  type JsonObject,
  type LogEvent,
  type Match,
} from '../model/index.ts';
import type { Registry } from '../source/index.ts';

/** Characters of a record that is kept whole: evidence of a longer one is shorter. */
const MAX_CHARACTERS = 65_536;

/** A match as it is kept. */
interface Kept {
  readonly held: Delivery;
  readonly element?: number;
  readonly category?: string;
  readonly record: JsonObject;
}

/** An event, and where it stood; without the event where no source reads the record any more. */
export interface HeldEvent {
  readonly event: LogEvent | undefined;
  readonly delivery: Delivery;
}

/** The text; undefined for an event that is not its record alone, and for a large one: its evidence is to be made at once. */
export function packHeld({
  event,
  delivery,
}: Pick<Match, 'event' | 'delivery'>): string | undefined {
  if (event.joinedFields !== undefined || event.awaitedFields !== undefined) return undefined;
  const { object, ordinal, offset } = delivery;
  const { element, logsource, record } = event;
  const held = { object, ordinal, offset };
  const text = JSON.stringify({ held, element, category: logsource.category, record });
  return text.length > MAX_CHARACTERS ? undefined : text;
}

/** The event again, read from its record as it was at first; undefined for evidence that was made. */
export function unpackHeld(evidence: string, registry: Registry): HeldEvent | undefined {
  if (!isHeld(evidence)) return undefined;
  const { held: delivery, element, category, record }: Kept = JSON.parse(evidence);
  const reading = registry.read(record);
  const events = reading.kind === 'events' ? reading.events : [];
  const event = events.find(
    (one) => one.element === element && one.logsource.category === category,
  );
  return { event, delivery };
}
