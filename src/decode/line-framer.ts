// NDJSON text in chunks → one record a line; also several objects on a line, and objects over several lines.

import type { Buffer } from 'node:buffer';
import {
  asBuffer,
  CLOSE_OBJECT,
  CR,
  countLines,
  LF,
  OPEN_OBJECT,
  skipSpace,
  trimEnd,
} from './bytes.ts';
import type { LinePicking } from '../model/index.ts';
import { MAX_DEPTH, MAX_RECORD_BYTES } from './caps.ts';
import { Carry } from './carry.ts';
import type { Framer, FramerEnd, TextEnd, TextFault } from './framer.ts';
import { machineOf } from './line-machine.ts';
import { isOneObject, type LineValues, splitLine } from './line-values.ts';
import { PickedLines } from './picked-lines.ts';
import type { RecordSink } from './sink.ts';
import type { TextPlace } from './text-place.ts';
import { ValueScanner } from './value-scanner.ts';

/** A value that goes on after its first line; tentative until it closes. `scanned` bytes from its start. */
interface OpenValue {
  readonly scanner: ValueScanner;
  scanned: number;
}

const NEWLINE = Uint8Array.of(LF);

/**
 * Frames line by line. A line that begins with `{` and ends with `}` is a record without being looked at
 * further (but for a second object on it). Any other line is scanned: it may hold several values, or begin one
 * that closes on a later line. If that one turns out broken, only its first line is a (malformed) record, and
 * reading goes on with the second: the text resynchronises at line feeds.
 */
export class LineFramer implements Framer {
  readonly fault = undefined;
  readonly #sink: RecordSink;
  /** What was read of a line, or of an open value, that is not whole yet. */
  readonly #carry = new Carry();
  /** Place of the first byte that is carried; with nothing carried, of the next one to be pushed. */
  #offset: number;
  #line: number;
  #open: OpenValue | undefined;
  /** Inside a line above the cap, which was rejected already. */
  #isSkipping = false;

  readonly #picked: PickedLines;

  /** `pick` is asked which lines are wanted, before each run of bytes. @default all of them */
  constructor(
    sink: RecordSink,
    place: TextPlace,
    pick: () => LinePicking | undefined = () => undefined,
  ) {
    this.#sink = sink;
    this.#picked = new PickedLines(sink, pick);
    this.#offset = place.offset;
    this.#line = place.line;
  }

  /** The first byte that is carried. Inside a line that was rejected already, none: its rest would be one anew. */
  get place(): TextPlace | undefined {
    return this.#isSkipping ? undefined : { offset: this.#offset, line: this.#line };
  }

  *push(chunk: Uint8Array): Generator<void, void> {
    const bytes = this.#joined(asBuffer(chunk));
    let from = this.#isSkipping ? this.#skipLine(bytes) : 0;
    // Only the line that began in an earlier chunk is copied; the others stay where zlib put them.
    while (this.#carry.length > 0 && from < bytes.length) {
      const feed = bytes.indexOf(LF, from);
      const isWhole = feed === -1 || this.#open !== undefined;
      const to = isWhole ? bytes.length : feed + 1;
      this.#carry.append(bytes.subarray(from, to));
      from = to;
      if (feed !== -1) yield* this.#frameCarry();
    }
    if (from < bytes.length) {
      const rest = bytes.subarray(from);
      const used = yield* this.#frame(rest);
      this.#carry.append(rest.subarray(used));
    }
    if (this.#carry.length > MAX_RECORD_BYTES && this.#open === undefined) this.#limitCarry();
  }

  *finish(end: TextEnd): Generator<void, FramerEnd> {
    if (end.isCut) return { unfinishedBytes: yield* this.#finishCut() };
    const fault = yield* this.#faultOfOpenEnd();
    // A clean end closes the last line as well as a line feed does.
    if (this.#carry.length > 0) {
      this.#carry.append(NEWLINE);
      yield* this.#frameCarry();
    }
    while (this.#open !== undefined) {
      // What is still open now will never close: give it up and go on with its second line.
      this.#open.scanner.state = 'broken';
      yield* this.#frameCarry();
    }
    return { unfinishedBytes: 0, ...(fault && { fault }) };
  }

  /**
   * A last line without a line feed, open where the text ends, is how a plain object that was cut short looks.
   * The line is a rejected record like any other; what should have followed it is lost, so the scan is incomplete.
   */
  *#faultOfOpenEnd(): Generator<void, TextFault | undefined> {
    // An open value may have closed in the last line, unseen so far: what follows it is the tail.
    if (this.#open !== undefined) yield* this.#frameCarry();
    const bytes = this.#carry.view();
    const start = bytes.lastIndexOf(LF) + 1;
    if (splitLine(bytes, start, bytes.length).kind !== 'open') return undefined;
    const message = 'the text ends inside a JSON value that is not closed';
    return { code: 'JSON_TRUNCATED', message, offset: this.#offset + bytes.length };
  }

  /**
   * The chunk, behind what is carried of a line where both fit into a room: then nothing is carried any more. Only where the
   * line ends: a long one in small pieces would be copied with each of them.
   */
  #joined(chunk: Buffer): Buffer {
    if (this.#carry.length === 0 || this.#open !== undefined || !chunk.includes(LF)) return chunk;
    const joined = machineOf(chunk)?.behind(this.#carry.view(), chunk);
    if (joined === undefined) return chunk;
    this.#carry.take();
    return joined;
  }

  /** Frames what is carried, and carries what that leaves. */
  *#frameCarry(): Generator<void, void> {
    // Nothing used: no record lies in the buffer, so that it may go on growing in place.
    this.#carry.drop(yield* this.#frame(this.#carry.view()));
  }

  /** Frames the whole lines of `bytes`; returns where the first one that is not whole begins. */
  *#frame(bytes: Buffer): Generator<void, number> {
    this.#sink.open(bytes, { offset: this.#offset, line: this.#line });
    this.#picked.enter(bytes);
    let at = 0;
    for (;;) {
      if (this.#sink.isFull) yield* this.#pause(bytes);
      if (this.#open !== undefined) {
        const next = this.#resume(bytes, at, this.#open);
        if (next === undefined) break;
        at = next;
      }
      if (this.#open === undefined) at = this.#takePlain(at);
      const feed = bytes.indexOf(LF, at);
      if (feed === -1) break;
      at = this.#frameLine(bytes, at, feed) ?? (yield* this.#frameOddLine(bytes, at, feed));
      // The first line of an open value is counted once it is known whether it closes.
      if (this.#open === undefined) this.#line++;
    }
    this.#offset += at;
    return at;
  }

  /** Until the sink has been emptied. Another object may have been scanned meanwhile. */
  *#pause(bytes: Buffer): Generator<void, void> {
    yield;
    this.#picked.enter(bytes);
  }

  /** Takes all lines that are one object, if they can be told at once; returns where the first other line begins. */
  #takePlain(from: number): number {
    const { at, line } = this.#picked.takeAll(from, this.#line);
    this.#line = line;
    return at;
  }

  /** Takes the line `[start, feed)`, if it is one object or too large; returns where the next one begins. */
  #frameLine(bytes: Buffer, start: number, feed: number): number | undefined {
    const end = feed > start && bytes[feed - 1] === CR ? feed - 1 : feed;
    if (end - start > MAX_RECORD_BYTES) return this.#frameLargeLine(bytes, start, feed, end);
    const isPlain = bytes[start] === OPEN_OBJECT && bytes[end - 1] === CLOSE_OBJECT;
    if (!isPlain || !isOneObject(bytes, start, end)) return undefined;
    this.#picked.take(start, end, this.#line);
    return feed + 1;
  }

  /** The cap is on the line, from its first byte that is not white space, so that chunks do not matter. */
  #frameLargeLine(bytes: Buffer, lineStart: number, feed: number, end: number): number | undefined {
    const start = skipSpace(bytes, lineStart, end);
    if (end - start <= MAX_RECORD_BYTES) return undefined;
    const place = { offset: this.#offset + start, line: this.#line };
    this.#sink.rejectLarge(bytes.subarray(start), place);
    return feed + 1;
  }

  /** Frames any other line; returns where to go on: the next line, or a value left open. */
  *#frameOddLine(bytes: Buffer, lineStart: number, feed: number): Generator<void, number> {
    const start = skipSpace(bytes, lineStart, feed);
    const end = trimEnd(bytes, start, feed);
    if (start === end) return feed + 1;
    const values = splitLine(bytes, start, end);
    if (values.kind === 'broken') {
      this.#sink.add(start, end, this.#line);
      return feed + 1;
    }
    yield* this.#addAll(bytes, start, values);
    if (values.kind === 'whole') return feed + 1;
    const { scanner } = values;
    this.#open = { scanner, scanned: end - values.openStart };
    // Were deep nesting let through here, each of a million lines `{"a":[` would be scanned to the end.
    scanner.refusesDepth = true;
    if (scanner.depth > MAX_DEPTH) scanner.state = 'deep';
    return values.openStart;
  }

  /** Goes on with the value that begins at `start`. Undefined = still open; else where to go on. */
  #resume(bytes: Buffer, start: number, open: OpenValue): number | undefined {
    const { scanner } = open;
    const limit = Math.min(bytes.length, start + MAX_RECORD_BYTES + 1);
    if (scanner.state === 'open') {
      open.scanned = scanner.scan(bytes, start + open.scanned, limit) - start;
      if (scanner.state === 'open' && open.scanned <= MAX_RECORD_BYTES) return undefined;
    }
    this.#open = undefined;
    if (scanner.state === 'closed' && open.scanned <= MAX_RECORD_BYTES) {
      const end = start + open.scanned;
      this.#sink.add(start, end, this.#line);
      this.#line += countLines(bytes, start, end);
      return end;
    }
    const feed = bytes.indexOf(LF, start);
    this.#sink.add(start, trimEnd(bytes, start, feed), this.#line);
    this.#line++;
    return feed + 1;
  }

  /** Adds the closed values of a line that begins at `start`: there may be millions, so they are found anew. */
  *#addAll(
    bytes: Buffer,
    start: number,
    { firstEnd, openStart }: LineValues,
  ): Generator<void, void> {
    let valueEnd = firstEnd;
    for (let at = start; at < openStart; ) {
      if (this.#sink.isFull) yield* this.#pause(bytes);
      this.#sink.add(at, valueEnd, this.#line);
      at = skipSpace(bytes, valueEnd, openStart);
      if (at < openStart) valueEnd = new ValueScanner().scan(bytes, at, openStart);
    }
  }

  /** Rejects a line as soon as it is above the cap, and keeps nothing more of it. */
  #limitCarry(): void {
    const bytes = this.#carry.view();
    const start = skipSpace(bytes, 0, bytes.length);
    this.#offset += start;
    this.#carry.drop(start);
    // One byte above the cap may still be the carriage return of the line's end.
    if (this.#carry.length <= MAX_RECORD_BYTES + 1) return;
    const rest = this.#carry.take();
    this.#sink.rejectLarge(rest, { offset: this.#offset, line: this.#line });
    this.#offset += rest.length;
    this.#isSkipping = true;
  }

  #skipLine(bytes: Buffer): number {
    const feed = bytes.indexOf(LF);
    const to = feed === -1 ? bytes.length : feed + 1;
    this.#offset += to;
    this.#isSkipping = feed === -1;
    if (feed !== -1) this.#line++;
    return to;
  }

  /** The stream broke: values that are whole by their own brackets count, the rest is unfinished. */
  *#finishCut(): Generator<void, number> {
    if (this.#open !== undefined) yield* this.#frameCarry();
    if (this.#open !== undefined) return this.#carry.length;
    const bytes = this.#carry.take();
    const start = skipSpace(bytes, 0, bytes.length);
    const values = splitLine(bytes, start, bytes.length);
    if (values.kind === 'broken') return bytes.length - start;
    this.#sink.open(bytes, { offset: this.#offset, line: this.#line });
    yield* this.#addAll(bytes, start, values);
    return bytes.length - values.openStart;
  }
}
