// Marks of what is counted, by hash of the name ↔ the bytes that a file's footer has of them.

import { isCount, MARK_BYTES, readMarks } from './count-entries.ts';
import { SegmentError } from './errors.ts';
import type { PackedEntry } from './packed-entry.ts';

const HASH_BYTES = 8;
const RECORD_BYTES = HASH_BYTES + MARK_BYTES;

/** A class because records gather. Takes entries in order. */
export class TallyWriter {
  readonly #records: Buffer[] = [];
  #hash = -1;
  readonly #marks = new Set<string>();

  add(entry: PackedEntry): void {
    if (!isCount(entry)) return;
    if (entry.hash !== this.#hash) this.#close();
    this.#hash = entry.hash;
    for (const mark of readMarks(entry) ?? []) this.#marks.add(mark);
  }

  /** By hash. */
  build(): Uint8Array {
    this.#close();
    return Buffer.concat(this.#records);
  }

  #close(): void {
    for (const mark of this.#marks) {
      const record = Buffer.alloc(RECORD_BYTES);
      record.writeDoubleLE(this.#hash);
      record.write(mark, HASH_BYTES, 'base64');
      this.#records.push(record);
    }
    this.#marks.clear();
  }
}

/** Checks bytes of a footer. Throws {@link SegmentError}. */
export function readTally(bytes: Buffer): Buffer {
  if (bytes.length % RECORD_BYTES === 0) return bytes;
  throw new SegmentError(`a tally of ${bytes.length} bytes ends within a record`);
}

/** Marks that it has of the name. */
export function* marksIn(tally: Uint8Array, hash: number): Generator<string> {
  const records = Buffer.from(tally.buffer, tally.byteOffset, tally.byteLength);
  const count = records.length / RECORD_BYTES;
  const hashAt = (index: number) => records.readDoubleLE(index * RECORD_BYTES);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashAt(middle) < hash) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < count && hashAt(index) === hash; index++) {
    const from = index * RECORD_BYTES + HASH_BYTES;
    yield records.toString('base64', from, from + MARK_BYTES);
  }
}
