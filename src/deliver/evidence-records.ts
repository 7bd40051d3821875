// The matches of a scan → the records behind its findings, as logged, until the findings' evidence is written.

import type { EvidenceRecord } from '../archive/index.ts';
import { deliveryOfEvidence, type FoldWatch } from '../finding/index.ts';
import {
  type CorrelationMatch,
  type Delivery,
  type Finding,
  isJsonObject,
  type JsonObject,
  type Match,
} from '../model/index.ts';

/**
 * Bytes of records that one scan holds; of further ones the evidence names the place alone. What may be of a window takes
 * half of it at most: most of that is of none, and must not take the room of what findings show.
 */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** Events of a correlation that its evidence names. */
export const MAX_WINDOW_RECORDS = 100;

/** A record that is held, as text, and by how many findings or windows. */
interface Held {
  readonly text: string;
  uses: number;
}

/** Where a record stands in the objects of the scan. */
type Place = string;

/** Holds, of each finding that is open, the record that it shows; of each correlation, those of its windows. */
export class EvidenceRecords implements FoldWatch {
  readonly #maxBytes: number;
  readonly #held = new Map<Place, Held>();
  readonly #shown = new Map<string, Place>();
  readonly #windows = new Map<string, Map<Place, Delivery>>();
  #bytes = 0;
  #leftOut = 0;

  constructor(maxBytes = MAX_HELD_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Records that found no room. */
  get leftOut(): number {
    return this.#leftOut;
  }

  shown(findingId: string, match: Match): void {
    const before = this.#shown.get(findingId);
    if (before !== undefined) this.#release(before);
    this.#shown.set(findingId, this.#hold(match, this.#maxBytes));
  }

  /** A match that windows may hold: it cannot be told yet which of them will be complete. */
  takesPart(match: Match): void {
    this.#hold(match, this.#maxBytes / 2);
  }

  window(findingId: string, { parts }: CorrelationMatch): void {
    const deliveries = this.#windows.get(findingId) ?? new Map<Place, Delivery>();
    this.#windows.set(findingId, deliveries);
    for (const { evidence } of parts) {
      if (deliveries.size >= MAX_WINDOW_RECORDS) return;
      const delivery = deliveryOfEvidence(evidence);
      deliveries.set(placeOf(delivery), delivery);
    }
  }

  /** The records behind a finding: first what it shows. Without `record` those that this scan did not see, or could not hold. */
  of({ id, delivery }: Pick<Finding, 'id' | 'delivery'>): readonly EvidenceRecord[] {
    const trigger = placeOf(delivery);
    const window = [...(this.#windows.get(id) ?? [])].filter(([place]) => place !== trigger);
    return [
      { role: 'trigger', delivery, ...this.#recordAt(trigger) },
      ...window.map(([place, at]) => ({
        role: 'window' as const,
        delivery: at,
        ...this.#recordAt(place),
      })),
    ];
  }

  /** Holds the record while all that is held stays within the bound. */
  #hold({ event, delivery }: Match, maxBytes: number): Place {
    const place = placeOf(delivery);
    const held = this.#held.get(place);
    if (held !== undefined) {
      held.uses++;
      return place;
    }
    const text = JSON.stringify(event.record);
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > maxBytes) this.#leftOut++;
    else {
      this.#bytes += bytes;
      this.#held.set(place, { text, uses: 1 });
    }
    return place;
  }

  #release(place: Place): void {
    const held = this.#held.get(place);
    if (held === undefined) return;
    held.uses--;
    if (held.uses > 0) return;
    this.#held.delete(place);
    this.#bytes -= Buffer.byteLength(held.text);
  }

  #recordAt(place: Place): { readonly record?: JsonObject } {
    const held = this.#held.get(place);
    if (held === undefined) return {};
    const record: unknown = JSON.parse(held.text);
    return isJsonObject(record) ? { record } : {};
  }
}

function placeOf({ object, ordinal }: Delivery): Place {
  return `${ordinal} ${object}`;
}
