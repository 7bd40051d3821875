// Lines that are one object each → given, set aside or passed over, as is asked for before each run of bytes.

import type { Buffer } from 'node:buffer';
import type { LinePicking } from '../model/index.ts';
import { CR } from './bytes.ts';
import { MAX_SCANNED_BYTES } from './line-machine.ts';
import { type FoundLines, LineScanner } from './line-scanner.ts';
import { FATES, isText, type LineFate, LineScreen } from './line-screen.ts';
import type { RecordSink } from './sink.ts';

/** For less it does not pay to set the scanner up. */
const MIN_SCANNED_BYTES = 8 * 1024;

/** A class because what is asked for changes between runs of bytes. */
export class PickedLines {
  readonly #sink: RecordSink;
  readonly #pick: () => LinePicking | undefined;
  #picking: LinePicking | undefined;
  #screen: LineScreen | undefined;
  #scanner: LineScanner | undefined;
  #bytes: Buffer | undefined;
  #isScanned = false;
  /** Of the line that is taken next. */
  #line = 1;
  #odd: number | undefined;

  /** What the scanner finds. */
  readonly #found: FoundLines = {
    quiet: (lines) => {
      this.#sink.pass(lines);
      this.#line += lines;
    },
    odd: (start) => {
      this.#odd = start;
    },
    late: (start, feed, id) => this.#takeAs('late', start, feed, id),
    loud: (start, feed) => this.#takeAs('loud', start, feed),
    look: (start, feed) => this.#takeAlone(start, feed),
  };

  /** `pick` is asked which lines are wanted, before each run of bytes. */
  constructor(sink: RecordSink, pick: () => LinePicking | undefined) {
    this.#sink = sink;
    this.#pick = pick;
  }

  /** Sets the bytes that the next lines are of, which the sink has been told of; once more where others were scanned since. */
  enter(bytes: Buffer): void {
    const picking = this.#pick();
    if (picking?.spec !== this.#picking?.spec) {
      this.#screen = picking && new LineScreen(picking.spec);
      this.#scanner = picking && LineScanner.of(picking.spec);
    }
    this.#picking = picking;
    this.#sink.givesPickedAlone = picking?.gives === 'rest' || picking?.gives === 'late';
    this.#bytes = bytes;
    this.#isScanned = this.#enterScanner(bytes);
  }

  /** Takes one line, `[start, end)` of the bytes. */
  take(start: number, end: number, line: number): void {
    const picking = this.#picking;
    this.#line = line;
    if (this.#bytes !== undefined) this.#screen?.enter(this.#bytes);
    this.#meet(picking && this.#screen?.fateOf(picking, this.#sink.next, start, end), start, end);
  }

  /**
   * Takes lines from `from` on, the first of which is of that number, as long as each is one object. Says where the first one
   * begins that is not, or is not whole, or was not taken because the sink is full, and its number.
   */
  takeAll(from: number, line: number): { readonly at: number; readonly line: number } {
    const scanner = this.#scanner;
    const bytes = this.#bytes;
    if (!this.#isScanned || scanner === undefined || bytes === undefined) return { at: from, line };
    this.#line = line;
    this.#odd = undefined;
    let at = from;
    for (;;) {
      const next = scanner.scan([at, bytes.length], this.#sink.next, this.#found);
      if (this.#odd !== undefined || next === at) break;
      at = next;
      if (this.#sink.isFull) break;
    }
    return { at: this.#odd ?? at, line: this.#line };
  }

  /** True if most lines of the bytes can be told by the scanner. */
  #enterScanner(bytes: Buffer): boolean {
    const picking = this.#picking;
    if (picking === undefined || this.#scanner === undefined) return false;
    const { next } = this.#sink;
    // Whatever lies outside the ordinals that are asked for is nothing to scan, nor is what is left of other readings.
    const isAsked = next >= picking.from && next + bytes.length / 2 <= picking.to;
    const isOfSize = bytes.length >= MIN_SCANNED_BYTES && bytes.length <= MAX_SCANNED_BYTES;
    if (!isAsked || !isOfSize || picking.gives === 'rest' || !isText(bytes)) return false;
    return this.#scanner.enter(bytes);
  }

  #takeAs(worth: 'late' | 'loud', start: number, feed: number, id?: number): void {
    const fate = this.#picking && FATES[this.#picking.gives][worth];
    this.#meet(fate, start, this.#endOf(feed), id);
    this.#line++;
  }

  /** Searched by itself: what it holds is not worth a search of all that follows. */
  #takeAlone(start: number, feed: number): void {
    const end = this.#endOf(feed);
    const line = this.#bytes?.subarray(start, end);
    if (line !== undefined) this.#screen?.enter(line);
    const picking = this.#picking;
    const fate = picking && this.#screen?.fateOf(picking, this.#sink.next, 0, end - start);
    this.#meet(fate, start, end);
    this.#line++;
  }

  #endOf(feed: number): number {
    return this.#bytes?.[feed - 1] === CR ? feed - 1 : feed;
  }

  #meet(fate: LineFate | undefined, start: number, end: number, id = 0): void {
    if (fate === 'pass') this.#sink.pass();
    else if (fate === 'setAside') this.#sink.setAside(start, end, this.#line, id);
    else this.#sink.give(start, end, this.#line, id);
  }
}
