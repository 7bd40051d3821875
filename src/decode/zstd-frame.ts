// The bytes of a zstd frame → where it ends, by walking its block headers, without decompressing anything.

import { MAGIC_BYTES } from './compression.ts';

const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const BLOCK_RLE = 1;
const BLOCK_RESERVED = 3;
const FIELD_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/**
 * Finds the end of one frame in bytes that arrive piecemeal. Node cannot be asked: it stops after the first
 * frame of a chunk without saying so, and whether it minds a truncated frame depends on the release.
 *
 *   magic 4 │ descriptor 1 │ window 0-1, dictionary 0-4, size 0-8 │ (block header 3 │ block)… │ checksum 0 or 4
 *
 * @see RFC 8878 section 3.1.1
 */
export class ZstdFrameWalker {
  #state: 'descriptor' | 'block' | 'last' = 'descriptor';
  /** Bytes to pass over before the next field. */
  #skip = MAGIC_BYTES;
  #field = 0;
  #fieldBytes = 0;
  #hasChecksum = false;
  #isDone = false;

  /** How many of the next bytes belong to the frame, and whether it ends with them. */
  take(bytes: Uint8Array): { readonly length: number; readonly isLast: boolean } {
    let at = 0;
    while (at < bytes.length && !this.#isDone) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (this.#skip === 0 && this.#state === 'last') this.#isDone = true;
      else if (at < bytes.length) this.#read(bytes[at++] ?? 0);
    }
    return { length: at, isLast: this.#isDone };
  }

  #read(byte: number): void {
    if (this.#state === 'descriptor') {
      const isSingleSegment = (byte & 0x20) !== 0;
      const sizeBytes = CONTENT_SIZE_BYTES[byte >> 6] || Number(isSingleSegment);
      this.#hasChecksum = (byte & 0x04) !== 0;
      this.#skip = (isSingleSegment ? 0 : 1) + (FIELD_BYTES[byte & 3] ?? 0) + sizeBytes;
      this.#state = 'block';
      return;
    }
    this.#field |= byte << (8 * this.#fieldBytes++);
    if (this.#fieldBytes === BLOCK_HEADER_BYTES) this.#enterBlock();
  }

  #enterBlock(): void {
    const type = (this.#field >> 1) & 3;
    // The decompressor refuses a reserved block by itself; its size would mean nothing.
    const size = type === BLOCK_RLE ? 1 : type === BLOCK_RESERVED ? 0 : this.#field >>> 3;
    const isLast = (this.#field & 1) !== 0;
    this.#skip = size + (isLast && this.#hasChecksum ? CHECKSUM_BYTES : 0);
    if (isLast) this.#state = 'last';
    if (isLast && this.#skip === 0) this.#isDone = true;
    this.#field = 0;
    this.#fieldBytes = 0;
  }
}
