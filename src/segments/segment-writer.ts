// Entries, sorted → the bytes of a segment.

import { BLOCK_BYTES, compress, MAGIC, TRAILER_BYTES } from './layout.ts';
import { filterOf } from './name-filter.ts';
import { compareEntries, type PackedEntry } from './packed-entry.ts';

/** What a segment says beside its entries. */
export interface SegmentNotes {
  /** Hashes of names that are asked for, sorted. */
  readonly wants: readonly number[];
  /** Of those, names under which something was found, and handed on to whoever asks; sorted. */
  readonly answered: readonly number[];
  /** When the last of the connections is due that are to be judged by it; 0 where it has none. */
  readonly dueMs: number;
  /** What it was merged of. */
  readonly inputs: readonly string[];
}

/** A segment, ready to be written. */
export interface BuiltSegment {
  readonly content: Uint8Array;
  /** Of footer and trailer, which are read first. */
  readonly tailBytes: number;
}

/** What the footer has of what entries count: tally.ts makes it, and files of objects have none. */
export interface Tallying {
  add(entry: PackedEntry): void;
  build(): Uint8Array;
}

/** A class because blocks gather. Takes entries in order. */
export class SegmentWriter {
  readonly #blocks: Uint8Array[] = [];
  /** Hash of the first entry, place, length. */
  readonly #index: [number, number, number][] = [];
  #open: PackedEntry[] = [];
  #openBytes = 0;
  #last: PackedEntry | undefined;
  readonly #hashes: number[] = [];
  readonly #tally: Tallying | undefined;
  /** Of all blocks that are closed. */
  bytes = 0;

  constructor(tally?: Tallying) {
    this.#tally = tally;
  }

  /** Entries so far. */
  get entries(): number {
    return this.#hashes.length;
  }

  /** Takes the next entry; the same as the last once more changes nothing. */
  add(entry: PackedEntry): void {
    if (this.#last !== undefined && compareEntries(this.#last, entry) === 0) return;
    this.#last = entry;
    this.#open.push(entry);
    this.#openBytes += entry.bytes.length;
    this.#hashes.push(entry.hash);
    this.#tally?.add(entry);
    if (this.#openBytes >= BLOCK_BYTES) this.#close();
  }

  /** Nothing more comes. */
  build(notes: Partial<SegmentNotes> = {}): BuiltSegment {
    this.#close();
    const filter = Buffer.from(filterOf(this.#hashes)).toString('base64');
    const { wants = [], answered = [], inputs = [], dueMs = 0 } = notes;
    const tally = this.#tally && Buffer.from(this.#tally.build()).toString('base64');
    const said = { blocks: this.#index, filter, wants, answered, inputs, dueMs, tally };
    const footer = compress(Buffer.from(JSON.stringify(said)));
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeUInt32LE(footer.length, 0);
    trailer.write(MAGIC, 4, 'latin1');
    const tailBytes = footer.length + TRAILER_BYTES;
    return { content: Buffer.concat([...this.#blocks, footer, trailer]), tailBytes };
  }

  #close(): void {
    const [first] = this.#open;
    if (first === undefined) return;
    const block = compress(Buffer.concat(this.#open.map(({ bytes }) => bytes)));
    this.#index.push([first.hash, this.bytes, block.length]);
    this.#blocks.push(block);
    this.bytes += block.length;
    this.#open = [];
    this.#openBytes = 0;
  }
}
