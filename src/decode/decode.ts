// An object's bytes as stored → its records in batches, what had to be rejected, and how the reading ended.

import type {
  DecodeError,
  DecodeItem,
  DecodeOutcome,
  DecodePosition,
  LinePicking,
} from '../model/index.ts';
import { MAX_OBJECT_BYTES } from './caps.ts';
import { decompress, type Progress } from './decompress.ts';
import type { FramerEnd, TextFault } from './framer.ts';
import { KEPT, passing } from './output.ts';
import { dropBytes, dropRecords, positionOf } from './position.ts';
import { TextFramer } from './text-framer.ts';
import { UnitLog } from './unit-log.ts';

/** How an object is decoded. */
export interface DecodeOptions {
  /** Most decompressed bytes that are read. @default MAX_OBJECT_BYTES (512 GiB) */
  readonly maxObjectBytes?: number;
  /** Where to go on; the source then begins at its `storedOffset`. @default the object's first byte */
  readonly from?: DecodePosition | undefined;
  /** Yields `position` behind records, wherever the reading could be broken off and gone on with later. @default false */
  readonly tellsPositions?: boolean;
  /**
   * Which lines of NDJSON are given; asked before each chunk. Others are counted. Batches are then to be read before more
   * is asked for: their memory is freed. @default all lines
   */
  readonly pick?: (() => LinePicking | undefined) | undefined;
  /** True where nobody else has the memory of the source's chunks: with `pick` it is freed once it was read. @default false */
  readonly ownsChunks?: boolean | undefined;
}

/**
 * Decodes one object. Compression and layout are told from its content, never from a name.
 *
 * Yields `batch` and `rejected` in the object's order and exactly one `end`, last; never throws for what the
 * object holds or its source does. An `end` with `error` means incomplete: all records before the fault were
 * yielded. Pulls the source only when asked; a consumer that stops early closes the source. Ordinals, offsets and
 * the counts of `end` are those of the whole object, wherever the reading began.
 */
export async function* decodeObject(
  source: AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<DecodeItem, void> {
  const { from, tellsPositions = false, maxObjectBytes: maxBytes = MAX_OBJECT_BYTES } = options;
  const progress: Progress = {
    compression: 'plain',
    compressedBytes: from?.storedOffset ?? 0,
    bytes: from?.unitOffset ?? 0,
  };
  const isPassing = options.pick !== undefined;
  const output = isPassing ? passing() : KEPT;
  const units = openLog(tellsPositions);
  const freesChunks = isPassing && options.ownsChunks === true;
  const manner = { output, startsSmall: isPassing, freesChunks };
  const chunks = decompress({ source, maxBytes, from, units, ...manner }, progress);
  const framer = new TextFramer(from, options.pick);
  const isRepeat = from !== undefined && from.shape !== 'ndjson';
  const fresh = (items: readonly DecodeItem[]) =>
    isRepeat ? dropRecords(items, from.ordinal) : items;
  let broken: DecodeError | undefined;
  try {
    let next = await chunks.next();
    while (!next.done) {
      const start = progress.bytes - next.value.length;
      const { records } = framer;
      yield* each(framer.push(dropBytes(next.value, start, from?.offset ?? 0)), fresh);
      if (framer.fault !== undefined) break;
      if (framer.records > records) yield* toldPosition(progress, framer, units);
      next = await chunks.next();
    }
    if (next.done) broken = next.value;
  } finally {
    // A source that cannot be closed is the caller's to hear of; its room is given back all the same.
    await chunks.return(undefined).finally(() => output.end());
  }
  const left = yield* each(framer.finish({ isCut: broken !== undefined }), fresh);
  yield { kind: 'end', outcome: outcomeOf(progress, framer, broken, left) };
}

/** Item by item what is given in steps, as long as `fresh` lets it through. */
function* each<T>(
  steps: Generator<readonly DecodeItem[], T>,
  fresh: (items: readonly DecodeItem[]) => Iterable<DecodeItem>,
): Generator<DecodeItem, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield* fresh(step.value);
  }
}

/** The position behind what was given, if somebody may go on there. */
function* toldPosition(
  progress: Progress,
  framer: TextFramer,
  units: UnitLog | undefined,
): Generator<DecodeItem> {
  const position = units && positionOf(progress, framer, units);
  if (position !== undefined) yield { kind: 'position', position };
}

/** An object may have millions of members: noted only where somebody may go on with it. */
function openLog(tellsPositions: boolean): UnitLog | undefined {
  return tellsPositions ? new UnitLog() : undefined;
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
