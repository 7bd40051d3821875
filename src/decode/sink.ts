// Records as the framers find them → batches and rejections in the object's order, with their ordinals.

import type { DecodeItem, RejectionCode } from '../model/index.ts';
import { EMPTY } from './bytes.ts';
import { MAX_BATCH_RECORDS, MAX_RECORD_BYTES, MAX_REJECTED_BYTES_KEPT } from './caps.ts';
import { Ranges } from './ranges.ts';
import type { TextPlace } from './text-place.ts';

/** Collects what the framers find until it is taken. */
export class RecordSink {
  /** Records so far, rejected ones included. */
  records: number;
  /** True where only what was asked for is given: all else is passed over. */
  givesPickedAlone = false;
  #items: DecodeItem[] = [];
  #bytes: Uint8Array = EMPTY;
  #place: TextPlace = { offset: 0, line: 1 };
  readonly #given = new Ranges();
  readonly #late = new Ranges();
  /** Passed over since the last batch, and since the last call of `take`. */
  #gaps = 0;
  #passed = 0;

  /** `records` that came before, where the reading goes on in the middle of an object. */
  constructor(records = 0) {
    this.records = records;
  }

  /** True once there are so many records of the open bytes that they are to be taken before more are added. */
  get isFull(): boolean {
    return this.#given.count + this.#late.count >= MAX_BATCH_RECORDS;
  }

  /** Sets the bytes that the next records are ranges of. `place` is that of `bytes[0]`. */
  open(bytes: Uint8Array, place: TextPlace): void {
    this.#flush();
    this.#bytes = bytes;
    this.#place = place;
  }

  /** Adds the record `[start, end)` of the open bytes. */
  add(start: number, end: number, line: number): void {
    if (this.givesPickedAlone) this.pass();
    else this.give(start, end, line);
  }

  /** Adds a record that was asked for; `id`: the hash of its process's, 0 = not known. */
  give(start: number, end: number, line: number, id = 0): void {
    this.#given.add(start, end, line, this.next, id);
  }

  /** Adds a record that is counted and not given. */
  setAside(start: number, end: number, line: number, id: number): void {
    this.#late.add(start, end, line, this.next, id);
  }

  /** The ordinal of the record that comes next. */
  get next(): number {
    return this.records + this.#given.count + this.#late.count + this.#gaps;
  }

  /** Counts records that are not given. */
  pass(records = 1): void {
    this.#gaps += records;
    this.#passed += records;
  }

  /** Rejects a record above the cap. `head` is its beginning, at least the bytes that are kept. */
  rejectLarge(head: Uint8Array, place: TextPlace): void {
    const code: RejectionCode = 'RECORD_TOO_LARGE';
    const message = `the record has more than ${MAX_RECORD_BYTES} bytes, the most that is evaluated`;
    this.#flush();
    if (this.givesPickedAlone) {
      this.pass();
      return;
    }
    // A copy: a view, or a Buffer's own slice, would keep the whole record alive.
    const bytes = new Uint8Array(head.subarray(0, MAX_REJECTED_BYTES_KEPT));
    const rejection = { code, message, ordinal: this.records, ...place, bytes, isCut: true };
    this.#items.push({ kind: 'rejected', rejection });
    this.records++;
  }

  /** What was found since the last call. */
  take(): readonly DecodeItem[] {
    this.#flush();
    if (this.#passed > 0) this.#items.push({ kind: 'passed', records: this.#passed });
    this.#passed = 0;
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #flush(): void {
    const { next } = this;
    if (this.#given.count > 0) {
      this.#items.push({ kind: 'batch', batch: this.#given.take(this.#bytes, this.#place) });
    }
    if (this.#late.count > 0) {
      this.#items.push({ kind: 'late', batch: this.#late.take(this.#bytes, this.#place) });
    }
    this.records = next;
    this.#gaps = 0;
  }
}
