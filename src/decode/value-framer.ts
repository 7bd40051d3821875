// JSON text that is not line by line (an array, envelopes, pretty-printed or concatenated objects) → its records.

import { CLOSE_ARRAY, COMMA, isSpace, LF, OPEN_ARRAY, OPEN_OBJECT, trimEnd } from './bytes.ts';
import { MAX_RECORD_BYTES, MAX_REJECTED_BYTES_KEPT } from './caps.ts';
import { Carry } from './carry.ts';
import { EnvelopeKeys } from './envelope-keys.ts';
import type { Framer, FramerEnd, TextEnd, TextFault } from './framer.ts';
import type { RecordSink } from './sink.ts';
import type { TextPlace } from './text-place.ts';
import { TokenScanner } from './token-scanner.ts';
import { ValueScanner } from './value-scanner.ts';

/** What is opened to find the records inside; decided once, by the first value (layout.ts). */
export type Opens = 'nothing' | 'arrays' | 'envelopes';

/** The value being read. */
type Current = TextPlace &
  (
    | { readonly role: 'record'; readonly scanner: ValueScanner }
    /** An object whose array has not come yet: a record, if none comes. */
    | { readonly role: 'envelope'; readonly scanner: ValueScanner }
    /** What follows the array of an envelope. */
    | { readonly role: 'rest'; readonly scanner: ValueScanner }
    | { readonly role: 'token'; readonly scanner: TokenScanner }
  );

/**
 * Follows the brackets of one value after another, so that an array of any size streams. A record that is broken
 * ends where the next one visibly begins; it becomes a range of its own, which parsing rejects.
 */
export class ValueFramer implements Framer {
  fault: TextFault | undefined;
  readonly place = undefined;
  readonly #sink: RecordSink;
  readonly #opens: Opens;
  /** Bytes of the current value from earlier chunks. */
  readonly #carry = new Carry();
  #container: 'top' | 'array' = 'top';
  /** The envelope around the array. */
  #envelope: ValueScanner | undefined;
  #current: Current | undefined;
  /** The current value is above the cap: `head` is its beginning. */
  #large: { readonly head: Uint8Array } | undefined;
  /** Index of the current value's first byte in this chunk; 0 if it began before. */
  #start = 0;
  #offset: number;
  #line: number;
  /** Line of the first byte of this chunk. */
  #chunkLine: number;

  constructor(sink: RecordSink, place: TextPlace, opens: Opens) {
    this.#sink = sink;
    this.#offset = place.offset;
    this.#line = place.line;
    this.#chunkLine = place.line;
    this.#opens = opens;
  }

  *push(chunk: Uint8Array): Generator<void, void> {
    this.#chunkLine = this.#line;
    this.#openChunk(chunk);
    this.#start = 0;
    for (let at = 0; at < chunk.length && this.fault === undefined; ) {
      if (this.#sink.isFull) yield;
      at = this.#current ? this.#advance(chunk, at, this.#current) : this.#between(chunk, at);
    }
    this.#hold(chunk);
    this.#offset += chunk.length;
  }

  // biome-ignore lint/correctness/useYield: at most one record is found here.
  *finish(end: TextEnd): Generator<void, FramerEnd> {
    const current = this.#current;
    if (current?.role === 'token' && this.#container === 'top' && !end.isCut) {
      this.#emit(new Uint8Array(0), 0, current);
      return { unfinishedBytes: 0 };
    }
    const isInside = current !== undefined || this.#container === 'array';
    const unfinishedBytes = current && current.role !== 'rest' ? this.#offset - current.offset : 0;
    if (end.isCut || !isInside) return { unfinishedBytes };
    const what = this.#container === 'array' ? 'an array' : 'a JSON value';
    const message = `the text ends inside ${what} that is not closed`;
    return { unfinishedBytes, fault: { code: 'JSON_TRUNCATED', message, offset: this.#offset } };
  }

  /** Reads between values: white space, commas, and what begins or ends the next one. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    if (byte === LF) this.#line++;
    if (isSpace(byte) || (byte === COMMA && this.#container === 'array')) return at + 1;
    if (byte === CLOSE_ARRAY && this.#container === 'array') {
      this.#leaveArray(at);
      return at + 1;
    }
    if (byte === OPEN_ARRAY && this.#container === 'top' && this.#opens === 'arrays') {
      this.#container = 'array';
      return at + 1;
    }
    this.#begin(byte, at);
    return at;
  }

  #begin(byte: number | undefined, at: number): void {
    const place = { offset: this.#offset + at, line: this.#line };
    this.#start = at;
    if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) {
      this.#current = { ...place, role: 'token', scanner: new TokenScanner(this.#container) };
      return;
    }
    const isEnvelope =
      byte === OPEN_OBJECT && this.#container === 'top' && this.#opens === 'envelopes';
    const scanner = new ValueScanner(isEnvelope ? new EnvelopeKeys() : undefined);
    this.#current = { ...place, role: isEnvelope ? 'envelope' : 'record', scanner };
  }

  #advance(chunk: Uint8Array, at: number, current: Current): number {
    const { scanner } = current;
    const lines = scanner.newlines;
    const end = scanner.scan(chunk, at, chunk.length);
    this.#line += scanner.newlines - lines;
    switch (scanner.state) {
      case 'open':
        return end;
      case 'closed':
        return this.#emit(chunk, end, current);
      case 'array':
        this.#enterEnvelope(scanner);
        return end;
      default:
        return this.#cut(chunk, end, current);
    }
  }

  /** The value is broken at `at`: it ends there, and the next one may begin. */
  #cut(chunk: Uint8Array, at: number, current: Current): number {
    if (current.role === 'rest') {
      const offset = this.#offset + at;
      const message = 'an envelope is malformed behind its array';
      this.fault = { code: 'JSON_CORRUPT', message, offset };
      return at;
    }
    // A bracket of the wrong kind belongs to the broken value, unless it can close the array around it.
    const isOwn =
      current.role !== 'token' &&
      current.scanner.state === 'mismatch' &&
      !(chunk[at] === CLOSE_ARRAY && this.#container === 'array' && current.scanner.depth === 1);
    return this.#emit(chunk, isOwn ? at + 1 : at, current);
  }

  /** The current value ends before `end`. */
  #emit(chunk: Uint8Array, end: number, current: Current): number {
    this.#current = undefined;
    if (current.role === 'rest') return end;
    if (this.#carry.length > 0) this.#carry.append(chunk.subarray(0, end));
    const isCarried = this.#carry.length > 0;
    const bytes = isCarried ? this.#carry.take() : chunk;
    const start = isCarried ? 0 : this.#start;
    const last = trimEnd(bytes, start, isCarried ? bytes.length : end);
    if (this.#large !== undefined || last - start > MAX_RECORD_BYTES) {
      this.#sink.rejectLarge(this.#large?.head ?? bytes.subarray(start), placeOf(current));
    } else {
      if (isCarried) this.#sink.open(bytes, placeOf(current));
      this.#sink.add(start, last, current.line);
      if (isCarried) this.#openChunk(chunk);
    }
    this.#large = undefined;
    return end;
  }

  #openChunk(chunk: Uint8Array): void {
    this.#sink.open(chunk, { offset: this.#offset, line: this.#chunkLine });
  }

  #enterEnvelope(scanner: ValueScanner): void {
    this.#current = undefined;
    this.#large = undefined;
    this.#carry.take();
    this.#envelope = scanner;
    this.#container = 'array';
  }

  #leaveArray(at: number): void {
    this.#container = 'top';
    if (this.#envelope === undefined) return;
    this.#envelope.leaveArray();
    const offset = this.#offset + at + 1;
    this.#current = { offset, line: this.#line, role: 'rest', scanner: this.#envelope };
    this.#envelope = undefined;
  }

  /** Keeps the bytes of a value that goes on in the next chunk, unless it is above the cap. */
  #hold(chunk: Uint8Array): void {
    if (this.#current === undefined || this.#current.role === 'rest') return;
    if (this.#large !== undefined) return;
    this.#carry.append(chunk.subarray(this.#start));
    if (this.#carry.length <= MAX_RECORD_BYTES) return;
    this.#large = { head: new Uint8Array(this.#carry.take().subarray(0, MAX_REJECTED_BYTES_KEPT)) };
  }
}

function placeOf({ offset, line }: TextPlace): TextPlace {
  return { offset, line };
}
