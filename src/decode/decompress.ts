// The object's bytes as stored → decompressed chunks, whatever the compression; ends with the error, if any.

import type { Compression, DecodeError, DecodePosition } from '../model/index.ts';
import { FIRST_CHUNK_BYTES, OUTPUT_CHUNK_BYTES } from './caps.ts';
import { MAGIC_BYTES, sniffCompression } from './compression.ts';
import type { Fault } from './fault.ts';
import { gunzip } from './gunzip.ts';
import { Input } from './input.ts';
import type { Output } from './output.ts';
import { quoteCause } from './quote.ts';
import type { UnitLog } from './unit-log.ts';
import { unzstd } from './unzstd.ts';

/** How far the reading of an object has come. Written by {@link decompress}, read by whoever reports. */
export interface Progress {
  compression: Compression;
  /** Bytes of the stored object up to here. */
  compressedBytes: number;
  /** Bytes of the decompressed object up to here. */
  bytes: number;
}

/** What is to be decompressed, and where the members or frames that were begun are noted, if they are. */
export interface Decompression {
  readonly source: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
  /** The source begins there. @default the object's first byte */
  readonly from: DecodePosition | undefined;
  readonly units: UnitLog | undefined;
  readonly output: Output;
  /** True where the first chunk is to be small: whoever picks lines learns from the first ones which he wants. */
  readonly startsSmall: boolean;
  /** True where chunks of the source are freed once they were read. */
  readonly freesChunks: boolean;
}

/**
 * Decompresses an object with back-pressure: the source is pulled only for a chunk that is asked for. All that
 * was decompressed before a fault is yielded first. The source is closed when this generator ends or is
 * returned.
 */
export async function* decompress(
  { source, maxBytes, from, units, output, startsSmall, freesChunks }: Decompression,
  progress: Progress,
): AsyncGenerator<Uint8Array, DecodeError | undefined> {
  const input = new Input(source, from?.storedOffset, freesChunks);
  const beginUnit = () => units?.begin(input.offset, progress.bytes);
  const chunks = openObject(input, progress, { from, output }, beginUnit);
  const start = progress.bytes;
  try {
    for (;;) {
      const next = await chunks.next();
      progress.compressedBytes = input.received;
      if (next.done) return await closed(input, describe(input, next.value, progress));
      const room = maxBytes - progress.bytes;
      const chunk = next.value.length > room ? next.value.subarray(0, room) : next.value;
      for (const part of partsOf(chunk, startsSmall && progress.bytes === start)) {
        progress.bytes += part.length;
        yield part;
      }
      if (chunk.length < next.value.length) {
        return await closed(input, tooLarge(input, progress, maxBytes));
      }
    }
  } finally {
    await chunks.return(undefined);
    await input.close();
  }
}

/** The chunk; the first one of the reading by itself begins with a small part. */
function partsOf(chunk: Uint8Array, isFirst: boolean): readonly Uint8Array[] {
  const cut = isFirst ? FIRST_CHUNK_BYTES : 0;
  return [chunk.subarray(0, cut), chunk.subarray(cut)].filter(({ length }) => length > 0);
}

async function* openObject(
  input: Input,
  progress: Progress,
  { from, output }: Pick<Decompression, 'from' | 'output'>,
  beginUnit: () => void,
): AsyncGenerator<Uint8Array, Fault | undefined> {
  progress.compression =
    from?.compression ?? sniffCompression(await input.peek(MAGIC_BYTES)).compression;
  if (progress.compression === 'gzip') return yield* gunzip(input, beginUnit, output);
  if (progress.compression === 'zstd') return yield* unzstd(input, beginUnit, output);
  return yield* passThrough(input);
}

/** Plain bytes, in chunks no larger than decompressed ones, so that batches stay bounded. */
async function* passThrough(input: Input): AsyncGenerator<Uint8Array, undefined> {
  while (await input.more()) {
    const chunk = input.view(OUTPUT_CHUNK_BYTES);
    input.skip(chunk.length);
    yield chunk;
  }
}

function describe(
  input: Input,
  fault: Fault | undefined,
  progress: Progress,
): DecodeError | undefined {
  const offset = progress.bytes;
  if (input.failure !== undefined) {
    const compressedOffset = input.received;
    const message = `reading failed: ${quoteCause(input.failure.cause)}`;
    return { code: 'READ_FAILED', message, compressedOffset, offset };
  }
  if (fault === undefined) return undefined;
  return { ...fault, offset };
}

function tooLarge(input: Input, progress: Progress, maxBytes: number): DecodeError {
  const message = `the object decompresses to more than ${maxBytes} bytes; read no further`;
  const compressedOffset = input.offset;
  return { code: 'OBJECT_TOO_LARGE', message, compressedOffset, offset: progress.bytes };
}

/** Closes a source that is read no further. Its complaint is added to the error that stopped the reading. */
async function closed(
  input: Input,
  error: DecodeError | undefined,
): Promise<DecodeError | undefined> {
  try {
    await input.close();
    return error;
  } catch (cause) {
    // A source that ended by itself is not closed again, so there is an error to add this to.
    const note = `closing the source failed: ${quoteCause(cause)}`;
    return error && { ...error, message: `${error.message}; ${note}` };
  }
}
