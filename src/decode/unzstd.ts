// A zstd object, of any number of frames → decompressed chunks; ends with the fault that stopped it, if any.

import { createZstdDecompress } from 'node:zlib';
import { MIN_OUTPUT_CHUNK_BYTES, OUTPUT_CHUNK_BYTES } from './caps.ts';
import { isCutZstd, isSkippableFrame, isZstdFrame, MAGIC_BYTES } from './compression.ts';
import { corruptFault, type Fault, hex } from './fault.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';
import { readUnit } from './unit.ts';
import { ZstdFrameWalker } from './zstd-frame.ts';

const SIZE_BYTES = 4;

/**
 * Decompresses frame by frame, each with a decompressor of its own, and passes over skippable frames.
 * `beginFrame` is called with the input at a frame's first byte.
 * A frame that needs a dictionary or a window above Node's limit (128 MiB) is a fault with zstd's own code.
 * @see RFC 8878 section 3.1; nodejs/node#64741
 */
export async function* unzstd(
  input: Input,
  beginFrame: () => void,
  output: Output,
): AsyncGenerator<Uint8Array, Fault | undefined> {
  let chunkSize = OUTPUT_CHUNK_BYTES;
  for (;;) {
    const next = await findNextFrame(input);
    if (next !== 'frame') return next;
    beginFrame();
    const frame = yield* readFrame(input, chunkSize, output);
    if (frame.fault !== undefined) return frame.fault;
    chunkSize = Math.min(OUTPUT_CHUNK_BYTES, Math.max(MIN_OUTPUT_CHUNK_BYTES, frame.bytes));
  }
}

/** Passes over skippable frames. Undefined = the object ends here, as it should. */
async function findNextFrame(input: Input): Promise<Fault | 'frame' | undefined> {
  for (;;) {
    const head = await input.peek(MAGIC_BYTES);
    if (head.length === 0) return undefined;
    if (isZstdFrame(head)) return 'frame';
    if (!isSkippableFrame(head)) {
      return isCutZstd(head) ? truncated(input) : trailingGarbage(input, head);
    }
    if (!(await skipFrame(input))) return truncated(input);
  }
}

async function* readFrame(
  input: Input,
  chunkSize: number,
  output: Output,
): AsyncGenerator<Uint8Array, { readonly fault: Fault | undefined; readonly bytes: number }> {
  const walker = new ZstdFrameWalker();
  const frame = readUnit(input, {
    open: () => output.open((size) => createZstdDecompress({ chunkSize: size }), chunkSize),
    take: (bytes) => walker.take(bytes),
  });
  let bytes = 0;
  try {
    let next = await frame.next();
    for (; !next.done; next = await frame.next()) {
      bytes += next.value.length;
      yield next.value;
      output.read(next.value);
    }
    const end = next.value;
    if (end.kind === 'truncated') return { fault: truncated(input), bytes };
    if (end.kind === 'complete') return { fault: undefined, bytes };
    return { fault: corruptFault('ZSTD_CORRUPT', 'the zstd frame', end), bytes };
  } finally {
    await frame.return({ kind: 'truncated' });
  }
}

/** Passes over a skippable frame: magic, length, that many bytes. False = the object ends inside it. */
async function skipFrame(input: Input): Promise<boolean> {
  const head = await input.peek(MAGIC_BYTES + SIZE_BYTES);
  const isWhole = head.length === MAGIC_BYTES + SIZE_BYTES;
  const size = isWhole
    ? new DataView(head.buffer, head.byteOffset).getUint32(MAGIC_BYTES, true)
    : 0;
  input.skip(head.length);
  for (let left = size; left > 0; ) {
    if (!(await input.more())) return false;
    const step = input.view(left).length;
    input.skip(step);
    left -= step;
  }
  return isWhole;
}

function truncated(input: Input): Fault {
  const message = 'the object ends inside a zstd frame';
  return { code: 'ZSTD_TRUNCATED', message, compressedOffset: input.received };
}

function trailingGarbage(input: Input, head: Uint8Array): Fault {
  const message = `bytes ${hex(head)} after a zstd frame begin no other frame`;
  return { code: 'TRAILING_GARBAGE', message, compressedOffset: input.offset };
}
