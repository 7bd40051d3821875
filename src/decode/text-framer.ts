// Decompressed chunks → records, once the beginning of the text has told which framer reads it.

import type { DecodeItem, DecodePosition, LinePicking, RecordShape } from '../model/index.ts';
import { countLines, skipSpace } from './bytes.ts';
import { Carry } from './carry.ts';
import { bytesToSniff, nameForeign } from './foreign.ts';
import type { Framer, FramerEnd, TextEnd, TextFault } from './framer.ts';
import { type Layout, tellLayout } from './layout.ts';
import { LineFramer } from './line-framer.ts';
import { RecordSink } from './sink.ts';
import type { TextPlace } from './text-place.ts';
import { ValueFramer } from './value-framer.ts';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Holds the beginning back until the layout is known, then passes everything on. */
export class TextFramer {
  shape: RecordShape = 'empty';
  fault: TextFault | undefined;
  readonly #sink: RecordSink;
  readonly #head = new Carry();
  #framer: Framer | undefined;
  #offset = 0;
  #line = 1;
  /** The head is looked at again only once it has doubled: else byte-sized chunks would cost a square. */
  #nextLook = 1;

  readonly #pick: (() => LinePicking | undefined) | undefined;

  /**
   * `from`: the text begins there. Only lines can be begun in the middle; any other text comes from its start. `pick`:
   * lines of which not all are wanted.
   */
  constructor(from?: DecodePosition, pick?: () => LinePicking | undefined) {
    this.#pick = pick;
    const isLines = from?.shape === 'ndjson';
    this.#sink = new RecordSink(isLines ? from.ordinal : 0);
    if (!isLines) return;
    this.shape = 'ndjson';
    this.#framer = createFramer('lines', this.#sink, from, pick);
  }

  /** Where the next record begins, if a text can be begun there: only lines can. */
  get place(): TextPlace | undefined {
    return this.fault === undefined ? this.#framer?.place : undefined;
  }

  /** Records so far, rejected ones included. */
  get records(): number {
    return this.#sink.records;
  }

  /** Takes a chunk and gives what it completes, in steps; to be run to its end. After a `fault`, push no more. */
  *push(chunk: Uint8Array): Generator<readonly DecodeItem[], void> {
    yield* this.#taking(this.#framer?.push(chunk) ?? this.#pushHead(chunk));
    this.fault ??= this.#framer?.fault;
  }

  /** Ends the text and gives what is left, in steps. */
  *finish(end: TextEnd): Generator<readonly DecodeItem[], FramerEnd> {
    yield* this.#taking(this.#look({ isWhole: true }));
    this.fault ??= this.#framer?.fault;
    if (this.fault !== undefined || this.#framer === undefined) {
      const fault = this.fault;
      return { unfinishedBytes: 0, ...(fault && { fault }) };
    }
    return yield* this.#taking(this.#framer.finish(end));
  }

  /** Takes what is found whenever the framer pauses, and in the end. */
  *#taking<T>(steps: Generator<void, T>): Generator<readonly DecodeItem[], T> {
    for (;;) {
      const step = steps.next();
      yield this.#sink.take();
      if (step.done === true) return step.value;
    }
  }

  *#pushHead(chunk: Uint8Array): Generator<void, void> {
    this.#head.append(chunk);
    if (this.#head.length < this.#nextLook) return;
    yield* this.#look({ isWhole: false });
    this.#nextLook = 2 * this.#head.length;
  }

  /** Tells the layout from the head, if it can be told, and starts the framer. */
  *#look({ isWhole }: { readonly isWhole: boolean }): Generator<void, void> {
    if (this.#framer !== undefined || this.fault !== undefined) return;
    const bytes = this.#trimmedHead(isWhole);
    if (bytes === undefined || (bytes.length < bytesToSniff(bytes) && !isWhole)) return;
    const foreign = nameForeign(bytes);
    if (foreign !== undefined) {
      const message = `found ${foreign}; expected JSON in UTF-8`;
      this.fault = { code: 'NOT_TEXT', message, offset: this.#offset };
      return;
    }
    const layout = tellLayout({ bytes, isWhole });
    if (layout === undefined) return;
    this.shape = layout === 'lines' ? 'ndjson' : layout;
    const place = { offset: this.#offset, line: this.#line };
    this.#framer = createFramer(layout, this.#sink, place, this.#pick);
    this.#head.take();
    yield* this.#framer.push(bytes);
  }

  /** The head without byte order mark and white space, which are dropped; undefined while that is all of it. */
  #trimmedHead(isWhole: boolean): Uint8Array | undefined {
    const head = this.#head.view();
    const mark = this.#offset === 0 ? countMark(head) : 0;
    if (mark === head.length && mark < BYTE_ORDER_MARK.length && !isWhole) return undefined;
    const from = mark === BYTE_ORDER_MARK.length ? mark : 0;
    const start = skipSpace(head, from, head.length);
    this.#line += countLines(head, 0, start);
    this.#offset += start;
    this.#head.drop(start);
    return start < head.length ? this.#head.view() : undefined;
  }
}

/** How many bytes of a byte order mark the head begins with. */
function countMark(head: Uint8Array): number {
  const differs = BYTE_ORDER_MARK.findIndex((byte, index) => head[index] !== byte);
  return differs === -1 ? BYTE_ORDER_MARK.length : differs;
}

function createFramer(
  layout: Layout,
  sink: RecordSink,
  place: TextPlace,
  pick: (() => LinePicking | undefined) | undefined,
): Framer {
  switch (layout) {
    case 'lines':
      return new LineFramer(sink, place, pick);
    case 'array':
      return new ValueFramer(sink, place, 'arrays');
    case 'wrapped':
      return new ValueFramer(sink, place, 'envelopes');
    case 'concatenated':
      return new ValueFramer(sink, place, 'nothing');
  }
}
