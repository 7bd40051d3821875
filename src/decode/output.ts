// How chunks are read → where a decompressor writes them, and what becomes of them once they are read.

import { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import type { Zlib } from 'node:zlib';
import { OUTPUT_CHUNK_BYTES } from './caps.ts';
import { CAN_BE_DRIVEN, DirectInflater } from './direct-inflater.ts';
import { type Decompressor, Inflater } from './inflater.ts';
import { giveBack, takeMachine } from './line-machine.ts';
import { releaseChunk } from './release.ts';

/** Makes one of node:zlib's decompressors, with an output buffer of that size. */
export type CreateStream = (chunkSize: number) => Transform & Zlib;

/** The smallest output buffer that node:zlib takes: where it is not used. */
const UNUSED_CHUNK_BYTES = 64;

/** Where the chunks of one object go. */
export interface Output {
  /** A fresh decompressor. Its chunks are of that size where none is written over. */
  open(create: CreateStream, chunkSize: number): Decompressor;
  /** The chunk has been read. */
  read(chunk: Uint8Array): void;
  /** Nothing more comes, and nothing is read any more. */
  end(): void;
}

/** Chunks stay as they are, for as long as anybody has them. */
export const KEPT: Output = {
  open: (create, chunkSize) => new Inflater(create(chunkSize)),
  read: () => undefined,
  end: () => undefined,
};

/** Each chunk is read before the next one is asked for, and not again: all are written into one buffer, or freed at once. */
export function passing(): Output {
  if (!CAN_BE_DRIVEN) return { ...KEPT, read: releaseChunk };
  const machine = takeMachine();
  const room = machine?.room ?? Buffer.allocUnsafeSlow(OUTPUT_CHUNK_BYTES);
  return {
    open(create, chunkSize) {
      const stream = create(UNUSED_CHUNK_BYTES);
      const direct = DirectInflater.of(stream, room);
      if (direct !== undefined) return direct;
      stream.destroy();
      return new Inflater(create(chunkSize));
    },
    read: () => undefined,
    end: () => (machine === undefined ? releaseChunk(room) : giveBack(machine)),
  };
}
