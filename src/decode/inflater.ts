// One of node:zlib's streams → a decompressor that is fed step by step and says what it took.

import type { Transform } from 'node:stream';
import type { Zlib } from 'node:zlib';

/** What became of a step. */
export type Fed =
  /** `consumed` bytes were used; fewer than given, and `isEnded`, where the compressed data ended before. */
  | { readonly kind: 'taken'; readonly consumed: number; readonly isEnded: boolean }
  | { readonly kind: 'failed'; readonly cause: Error };

/** A decompressor that is fed step by step. */
export interface Decompressor {
  /** Feeds bytes and yields what comes out of them. The next step may be fed once this one has returned. */
  feed(bytes: Uint8Array): Generator<Uint8Array, Fed> | AsyncGenerator<Uint8Array, Fed>;
  /** Frees the native state, also in the middle of a step. */
  destroy(): void;
}

/**
 * Drives a zlib stream by hand. Its own piping will not do: a stream that is ended reports a truncation or
 * swallows it according to the Node release, and what lies behind the end is dropped.
 */
export class Inflater implements Decompressor {
  readonly #stream: Transform & Zlib;
  #cause: Error | undefined;
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(stream: Transform & Zlib) {
    this.#stream = stream;
    stream.on('readable', () => this.#signal());
    stream.on('end', () => {
      this.#isEnded = true;
      this.#signal();
    });
    stream.on('error', (cause) => {
      this.#cause = cause;
      this.#signal();
    });
  }

  async *feed(bytes: Uint8Array): AsyncGenerator<Uint8Array, Fed> {
    const before = this.#stream.bytesWritten;
    let isTaken = false;
    this.#stream.write(bytes, (error) => {
      // An error reaches the 'error' event as well, with its code.
      if (!error) isTaken = true;
      this.#signal();
    });
    for (;;) {
      const chunk: Uint8Array | null = this.#stream.read();
      if (chunk !== null) {
        yield chunk;
      } else if (this.#cause !== undefined) {
        return { kind: 'failed', cause: this.#cause };
      } else if (isTaken || this.#isEnded) {
        const consumed = this.#stream.bytesWritten - before;
        return { kind: 'taken', consumed, isEnded: this.#isEnded };
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
