// Records as the framers find them → batches and rejections in the object's order, with their ordinals.

import type { DecodeItem, RejectionCode } from '../model/index.ts';
import { EMPTY } from './bytes.ts';
import { MAX_RECORD_BYTES, MAX_REJECTED_BYTES_KEPT } from './caps.ts';

/** A place in the decompressed object. `line` counts from 1. */
export interface TextPlace {
  readonly offset: number;
  readonly line: number;
}

const FIRST_CAPACITY = 256;

/** Collects what one chunk gives. Nothing is allocated per record: positions go into two growing arrays. */
export class RecordSink {
  /** Records so far, rejected ones included. */
  records: number;
  /** True where only what was asked for is given: all else is passed over. */
  givesPickedAlone = false;
  #items: DecodeItem[] = [];
  #bytes: Uint8Array = EMPTY;
  #place: TextPlace = { offset: 0, line: 1 };
  #starts = new Uint32Array(FIRST_CAPACITY);
  #ends = new Uint32Array(FIRST_CAPACITY);
  #lines = new Float64Array(FIRST_CAPACITY);
  #ordinals = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  /** Passed over since the last batch, and since the last call of `take`. */
  #gaps = 0;
  #passed = 0;

  /** `records` that came before, where the reading goes on in the middle of an object. */
  constructor(records = 0) {
    this.records = records;
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

  /** Adds a record that was asked for. */
  give(start: number, end: number, line: number): void {
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#lines[this.#count] = line;
    this.#ordinals[this.#count] = this.next;
    this.#count++;
  }

  /** The ordinal of the record that comes next. */
  get next(): number {
    return this.records + this.#count + this.#gaps;
  }

  /** Counts a record that is not given. */
  pass(): void {
    this.#gaps++;
    this.#passed++;
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
    if (this.#count === 0) {
      this.records += this.#gaps;
      this.#gaps = 0;
      return;
    }
    const batch = {
      bytes: this.#bytes,
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
      count: this.#count,
      firstOrdinal: this.#ordinals[0] ?? this.records,
      baseOffset: this.#place.offset,
      firstLine: this.#place.line,
      lines: this.#lines.slice(0, this.#count),
      ...(this.#gaps > 0 && { ordinals: this.#ordinals.slice(0, this.#count) }),
    };
    this.#items.push({ kind: 'batch', batch });
    this.records = this.next;
    this.#gaps = 0;
    this.#count = 0;
  }

  #grow(): void {
    const starts = new Uint32Array(2 * this.#count);
    const ends = new Uint32Array(2 * this.#count);
    const lines = new Float64Array(2 * this.#count);
    const ordinals = new Float64Array(2 * this.#count);
    ordinals.set(this.#ordinals);
    starts.set(this.#starts);
    ends.set(this.#ends);
    lines.set(this.#lines);
    this.#starts = starts;
    this.#ends = ends;
    this.#lines = lines;
    this.#ordinals = ordinals;
  }
}
