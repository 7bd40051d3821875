// Pieces of a record that arrive in several chunks → one run of bytes, each byte copied a bounded number of times.

import { Buffer } from 'node:buffer';
import { EMPTY } from './bytes.ts';

/**
 * A growing buffer. It doubles, so that a 16 MiB line in 64 KiB chunks costs two copies a byte, not 128.
 * Memory that was handed out is never written again: batches stay readable.
 */
export class Carry {
  #buffer: Buffer = EMPTY;
  #length = 0;

  /** Bytes held. */
  get length(): number {
    return this.#length;
  }

  /** The bytes held, in place. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Adds bytes at the end. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#length));
      this.view().copy(larger);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  /** Hands the bytes over and is empty again. */
  take(): Buffer {
    const taken = this.view();
    this.#buffer = EMPTY;
    this.#length = 0;
    return taken;
  }
}
