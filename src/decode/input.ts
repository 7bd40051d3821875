// The object's bytes as stored → a cursor over them that knows its offset and pulls only when asked.

import { Buffer } from 'node:buffer';
import { asBuffer, EMPTY } from './bytes.ts';
import { releaseChunk } from './release.ts';

/** A cursor over an async source. A source that throws ends the input and is kept in `failure`. */
export class Input {
  /** What the source threw, where it did. */
  failure: { readonly cause: unknown } | undefined;
  /** Offset in the stored object of the next byte to be pulled from the source. */
  received: number;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #freesChunks: boolean;
  #chunk: Buffer = EMPTY;
  /** The chunk as the source gave it, while it is one that may be freed. */
  #given: Uint8Array | undefined;
  /** Chunks that were read while somebody kept them. */
  #kept: Uint8Array[] | undefined;
  #isEnded = false;

  /** `offset`: that of the source's first byte in the stored object. `freesChunks`: what was read of a chunk is not read again. */
  constructor(source: AsyncIterable<Uint8Array>, offset = 0, freesChunks = false) {
    this.received = offset;
    this.#freesChunks = freesChunks;
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** Offset in the stored object of the next unread byte. */
  get offset(): number {
    return this.received - this.#chunk.length;
  }

  /** True when there is a byte to read; pulls one chunk of the source if need be. */
  async more(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      this.#free();
      const next = await this.#pull();
      if (next === undefined) return false;
      this.#chunk = next;
      if (this.#freesChunks) this.#given = next;
    }
    return true;
  }

  /** Unread bytes at hand, at most `max`. Ask `more` first. */
  view(max: number): Buffer {
    return this.#chunk.subarray(0, max);
  }

  /** Marks bytes of `view` as read. */
  skip(count: number): void {
    this.#chunk = this.#chunk.subarray(count);
  }

  /** Reads one byte; undefined at the end. */
  async byte(): Promise<number | undefined> {
    if (!(await this.more())) return undefined;
    const value = this.#chunk[0];
    this.skip(1);
    return value;
  }

  /** The next `count` bytes without reading them; fewer at the end. For small counts only: may copy. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#chunk.length < count) {
      const next = await this.#pull();
      if (next === undefined) break;
      // Whatever this is made of is left to the garbage collector.
      this.#given = undefined;
      this.#chunk = this.#chunk.length === 0 ? next : Buffer.concat([this.#chunk, next]);
    }
    return this.#chunk.subarray(0, count);
  }

  /** What is read from now on is not freed. */
  keep(): void {
    this.#kept ??= [];
  }

  /** Frees what was kept: nobody reads it any more. */
  letGo(): void {
    for (const chunk of this.#kept ?? []) releaseChunk(chunk);
    this.#kept = undefined;
  }

  /** Gives the source back unread. Rejects with what its `return` throws. */
  async close(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    await this.#iterator.return?.();
  }

  /** All of the chunk was read. */
  #free(): void {
    if (this.#given !== undefined) {
      if (this.#kept === undefined) releaseChunk(this.#given);
      else this.#kept.push(this.#given);
    }
    this.#given = undefined;
    this.#chunk = EMPTY;
  }

  async #pull(): Promise<Buffer | undefined> {
    if (this.#isEnded) return undefined;
    try {
      const next = await this.#iterator.next();
      if (!next.done) {
        this.received += next.value.length;
        return asBuffer(next.value);
      }
    } catch (cause) {
      this.failure = { cause };
    }
    this.#isEnded = true;
    return undefined;
  }
}
