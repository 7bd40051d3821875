// An object's bytes as stored → its records in batches, what had to be rejected, and how the reading ended.

import type { DecodeError, DecodeItem, DecodeOutcome } from '../model/index.ts';
import { MAX_OBJECT_BYTES } from './caps.ts';
import { decompress, type Progress } from './decompress.ts';
import type { FramerEnd, TextFault } from './framer.ts';
import { TextFramer } from './text-framer.ts';

/** Limits that tests lower. */
export interface DecodeOptions {
  /** Most decompressed bytes that are read. @default MAX_OBJECT_BYTES (512 GiB) */
  readonly maxObjectBytes?: number;
}

/**
 * Decodes one object. Compression and layout are told from its content, never from a name.
 *
 * Yields `batch` and `rejected` in the object's order and exactly one `end`, last; never throws for what the
 * object holds or its source does. An `end` with `error` means incomplete: all records before the fault were
 * yielded. Pulls the source only when asked; a consumer that stops early closes the source.
 */
export async function* decodeObject(
  source: AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<DecodeItem, void> {
  const progress: Progress = { compression: 'plain', compressedBytes: 0, bytes: 0 };
  const chunks = decompress(source, progress, options.maxObjectBytes ?? MAX_OBJECT_BYTES);
  const framer = new TextFramer();
  let broken: DecodeError | undefined;
  try {
    let next = await chunks.next();
    while (!next.done) {
      yield* framer.push(next.value);
      if (framer.fault !== undefined) break;
      next = await chunks.next();
    }
    if (next.done) broken = next.value;
  } finally {
    await chunks.return(undefined);
  }
  const left = framer.finish({ isCut: broken !== undefined });
  yield* left.items;
  yield { kind: 'end', outcome: outcomeOf(progress, framer, broken, left) };
}

/** Where a fault of the text lies as stored: in compressed bytes no nearer than what was pulled up to it. */
function storedPlace({ compression, compressedBytes }: Progress, { offset }: TextFault) {
  return { compressedOffset: compression === 'plain' ? offset : compressedBytes };
}

function outcomeOf(
  progress: Progress,
  framer: TextFramer,
  broken: DecodeError | undefined,
  left: FramerEnd,
): DecodeOutcome {
  const { shape, records } = framer;
  const error = broken ?? (left.fault && { ...left.fault, ...storedPlace(progress, left.fault) });
  if (error === undefined) return { ...progress, shape, records };
  const tail =
    left.unfinishedBytes > 0
      ? `; ${left.unfinishedBytes} bytes of an unfinished record were left`
      : '';
  return { ...progress, shape, records, error: { ...error, message: error.message + tail } };
}
