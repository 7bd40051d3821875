// Ranges of the open bytes, added one by one → the batch of the records that they are.

import type { RecordBatch } from '../model/index.ts';
import type { TextPlace } from './text-place.ts';

const FIRST_CAPACITY = 256;

/** A class because it grows: nothing is allocated for a record, positions go into arrays that double. */
export class Ranges {
  count = 0;
  #starts = new Uint32Array(FIRST_CAPACITY);
  #ends = new Uint32Array(FIRST_CAPACITY);
  #lines = new Float64Array(FIRST_CAPACITY);
  #ordinals = new Float64Array(FIRST_CAPACITY);
  #ids = new Uint32Array(FIRST_CAPACITY);
  #hasIds = false;

  /** Adds the record `[start, end)`, which begins on that line and has that ordinal; `id`: the hash of its process's, 0 = not known. */
  add(start: number, end: number, line: number, ordinal: number, id = 0): void {
    if (this.count === this.#starts.length) this.#grow();
    this.#ids[this.count] = id;
    this.#hasIds ||= id !== 0;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.#lines[this.count] = line;
    this.#ordinals[this.count] = ordinal;
    this.count++;
  }

  /** What was added since the last call, at least one record, as ranges of `bytes`; `place` is that of its first byte. */
  take(bytes: Uint8Array, place: TextPlace): RecordBatch {
    const { count } = this;
    this.count = 0;
    const firstOrdinal = this.#ordinals[0] ?? 0;
    const hasGaps = (this.#ordinals[count - 1] ?? 0) - firstOrdinal >= count;
    return {
      bytes,
      starts: this.#starts.slice(0, count),
      ends: this.#ends.slice(0, count),
      count,
      firstOrdinal,
      baseOffset: place.offset,
      firstLine: place.line,
      lines: this.#lines.slice(0, count),
      ...(hasGaps && { ordinals: this.#ordinals.slice(0, count) }),
      ...(this.#hasIds && { ids: this.#ids.slice(0, count) }),
    };
  }

  #grow(): void {
    const length = 2 * this.count;
    this.#starts = enlarged(this.#starts, new Uint32Array(length));
    this.#ends = enlarged(this.#ends, new Uint32Array(length));
    this.#lines = enlarged(this.#lines, new Float64Array(length));
    this.#ordinals = enlarged(this.#ordinals, new Float64Array(length));
    this.#ids = enlarged(this.#ids, new Uint32Array(length));
  }
}

function enlarged<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
