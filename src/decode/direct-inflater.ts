// One of node:zlib's streams, driven without its threads → what comes out of it, in one buffer that is used again and again.

import { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import { createInflateRaw, type Zlib } from 'node:zlib';
import type { Decompressor, Fed } from './inflater.ts';

/** What Node's own synchronous functions drive: no public part of node:zlib (docs/adr/0147-decompressed-in-place.md). */
interface Handle {
  onerror: (message: string, errno: number, code: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
}

/** A handle, and where it leaves how much room is left of the output and how much of the input. */
interface Driven {
  readonly handle: Handle;
  readonly state: Uint32Array;
}

const NO_FLUSH = 0;

/** Yields views of `room`, each to be read before the next is asked for: then it is written over. */
export class DirectInflater implements Decompressor {
  readonly #stream: Transform & Zlib;
  readonly #driven: Driven;
  readonly #room: Buffer;
  #cause: Error | undefined;

  private constructor(stream: Transform & Zlib, driven: Driven, room: Buffer) {
    this.#stream = stream;
    this.#driven = driven;
    this.#room = room;
    driven.handle.onerror = (message, errno, code) => {
      this.#cause = Object.assign(new Error(message), { errno, code });
    };
  }

  /** Undefined where this Node cannot drive it so. */
  static of(stream: Transform & Zlib, room: Buffer): DirectInflater | undefined {
    const driven = drivenOf(stream);
    return driven && new DirectInflater(stream, driven, room);
  }

  *feed(bytes: Uint8Array): Generator<Uint8Array, Fed> {
    const { handle, state } = this.#driven;
    const room = this.#room;
    for (let from = 0; ; ) {
      const left = bytes.length - from;
      handle.writeSync(NO_FLUSH, bytes, from, left, room, 0, room.length);
      if (this.#cause !== undefined) return { kind: 'failed', cause: this.#cause };
      const [roomLeft = 0, inputLeft = 0] = state;
      from = bytes.length - inputLeft;
      if (roomLeft < room.length) yield room.subarray(0, room.length - roomLeft);
      // Room was left, so nothing more comes of these bytes; what it did not take lies behind the end of the data.
      if (roomLeft > 0) return { kind: 'taken', consumed: from, isEnded: inputLeft > 0 };
    }
  }

  destroy(): void {
    this.#stream.destroy();
  }
}

function drivenOf(stream: object): Driven | undefined {
  const handle: unknown = Reflect.get(stream, '_handle');
  const state: unknown = Reflect.get(stream, '_writeState');
  return isHandle(handle) && state instanceof Uint32Array ? { handle, state } : undefined;
}

function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && 'writeSync' in value && 'onerror' in value;
}

/** Raw deflate of `a`, and a byte that is not of it. */
const SAMPLE = Uint8Array.of(0x4b, 0x04, 0x00, 0xff);

/** True if this Node's handles do what is expected of them: tried once, on three bytes and one that lies behind. */
export const CAN_BE_DRIVEN: boolean = (() => {
  const stream = createInflateRaw();
  try {
    const output = DirectInflater.of(stream, Buffer.alloc(8))?.feed(SAMPLE);
    const first = output?.next();
    const text = first?.done === false ? Buffer.from(first.value).toString() : undefined;
    const end = output?.next();
    const fed = end?.done === true ? end.value : undefined;
    return text === 'a' && fed?.kind === 'taken' && fed.consumed === 3 && fed.isEnded;
  } catch (cause) {
    // Another signature than is known: the streams do it then.
    if (!(cause instanceof Error)) throw cause;
    return false;
  } finally {
    stream.destroy();
  }
})();
