// Events that offer something → the lines they were read from, of which those are read again that somebody asks for at the end.

import { fnv1a, type LateLines, type LogEvent, type RecordBatch } from '../model/index.ts';

/** Of one object. A class because it grows while the object is read. */
export class OfferLines {
  readonly #lines: LateLines;
  /** Of each offer the hash of its key, and the number of its line among those kept. */
  #hashes: number[] = [];
  #numbers: number[] = [];
  #count = 0;

  constructor(lines: LateLines) {
    this.#lines = lines;
  }

  /** False where not all found room: the object is to be read again. */
  get isWhole(): boolean {
    return this.#lines.isWhole;
  }

  /** True if the line of these events is to be kept; it is the next that {@link keep} is given. */
  see(events: readonly LogEvent[]): boolean {
    if (!this.isWhole) return false;
    const before = this.#hashes.length;
    for (const { joinOffer } of events) {
      if (joinOffer === undefined) continue;
      this.#hashes.push(fnv1a(joinOffer.key));
      this.#numbers.push(this.#count);
    }
    const offers = this.#hashes.length > before;
    if (offers) this.#count++;
    return offers;
  }

  keep(batch: RecordBatch): void {
    this.#lines.add(batch);
    if (this.isWhole) return;
    // A scan may be of many objects that find no room.
    this.#hashes = [];
    this.#numbers = [];
  }

  /** The lines that may offer under a key with one of the hashes; in their order. */
  of(hashes: ReadonlySet<number>): Iterable<RecordBatch> {
    const numbers = this.#numbers.filter((_, index) => hashes.has(this.#hashes[index] ?? 0));
    const asked = new Set(numbers);
    return this.#lines.where((number) => asked.has(number));
  }
}
