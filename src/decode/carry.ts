// Pieces of a record that arrive in several chunks → one run of bytes, each byte copied a bounded number of times.

import { Buffer } from 'node:buffer';
import { EMPTY } from './bytes.ts';

/**
 * A growing buffer. It doubles, so that a 16 MiB line in 64 KiB chunks costs two copies a byte, not 128.
 * Memory that was handed out is never written again: batches stay readable.
 */
export class Carry {
  #buffer: Buffer = EMPTY;
  /** Of the bytes held, in the buffer. */
  #start = 0;
  #end = 0;

  /** Bytes held. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The bytes held, in place. */
  view(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Adds bytes at the end. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#end + bytes.length > this.#buffer.length) this.#grow(this.length + bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Drops the first bytes, where they stand. */
  drop(count: number): void {
    this.#start += count;
    if (this.length === 0) this.#hold(EMPTY);
  }

  /** Hands the bytes over and is empty again. */
  take(): Buffer {
    const taken = this.view();
    this.#hold(EMPTY);
    return taken;
  }

  /** Moves to a buffer that has room for so many bytes. */
  #grow(needed: number): void {
    const held = this.view();
    this.#hold(Buffer.allocUnsafeSlow(Math.max(needed, 2 * held.length)));
    this.#end = held.copy(this.#buffer);
  }

  #hold(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = 0;
  }
}
