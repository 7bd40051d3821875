// Lines that were set aside → copies of them, and those that name one of the processes that are wanted.

import type { Buffer } from 'node:buffer';
import {
  type IdPlace,
  type LateLines,
  type LateRoom,
  ordinalOf,
  plainId,
  type RecordBatch,
  type WantedProcesses,
} from '../model/index.ts';
import { asBuffer, BACKSLASH, EMPTY, QUOTE } from './bytes.ts';
import { type BlockMark, Blocks } from './blocks.ts';
import { behindColon, Cursor, isEndOfNumber } from './cursor.ts';
import { machineOf } from './line-machine.ts';

/** Lines of one batch, one behind the other in a block. */
interface Kept {
  readonly block: Buffer;
  readonly from: number;
  /** Where its lines stood in the chunk; without its bytes, which are gone. */
  readonly batch: RecordBatch;
}

/** Keeps lines as long as there is room for them: so many bytes of all objects together. */
export function createLateRoom(maxBytes: number): LateRoom {
  const blocks = new Blocks(maxBytes);
  return { lines: () => new KeptLines(blocks), close: () => blocks.close() };
}

/** A class because it grows while an object is read. */
class KeptLines implements LateLines {
  isWhole = true;
  count = 0;
  readonly #blocks: Blocks;
  readonly #start: BlockMark;
  #kept: Kept[] = [];

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
    this.#start = blocks.mark();
  }

  add(batch: RecordBatch): void {
    if (!this.isWhole) return;
    const place = this.#blocks.take(sizeOf(batch));
    if (place === undefined) {
      this.isWhole = false;
      this.clear();
      return;
    }
    this.#kept.push({ ...place, batch: { ...batch, bytes: EMPTY } });
    copyLines(batch, place.block, place.from);
    this.count += batch.count;
  }

  of(wanted: WantedProcesses): Iterable<RecordBatch> {
    return this.#records(({ block, batch }, index, start) => {
      if (!isAsked(batch, index, wanted)) return false;
      return isOf(block.subarray(start, start + lengthOf(batch, index)), wanted);
    });
  }

  where(isWanted: (number: number) => boolean): Iterable<RecordBatch> {
    let number = 0;
    return this.#records(() => isWanted(number++));
  }

  *#records(
    isWanted: (kept: Kept, index: number, start: number) => boolean,
  ): Generator<RecordBatch> {
    for (const kept of this.#kept) {
      const { block, from, batch } = kept;
      for (let index = 0, start = from; index < batch.count; index++) {
        if (isWanted(kept, index, start)) yield asRecord(batch, index, block, start);
        start += lengthOf(batch, index);
      }
    }
  }

  clear(): void {
    this.#kept = [];
    this.count = 0;
    this.#blocks.backTo(this.#start);
  }
}

/** False where the id that the scanner read is none of those that are wanted. */
function isAsked(
  { ids }: RecordBatch,
  index: number,
  { places, hashes }: WantedProcesses,
): boolean {
  const hash = ids?.[index] ?? 0;
  return hash === 0 || places.length === 0 || hashes.has(hash);
}

function isOf(line: Buffer, { places, ids }: WantedProcesses): boolean {
  const finders = places.map((place) => new IdFinder(place, line));
  return mayBeOf(finders, ids, 0, line.length);
}

/** The records of a batch that may be of one of the processes. */
export function* linesOf(batch: RecordBatch, wanted: WantedProcesses): Generator<RecordBatch> {
  const bytes = asBuffer(batch.bytes);
  const places = wanted.places.map((place) => new IdFinder(place, bytes));
  for (let index = 0; index < batch.count; index++) {
    const [start, end] = [batch.starts[index] ?? 0, batch.ends[index] ?? 0];
    if (!isAsked(batch, index, wanted)) continue;
    if (mayBeOf(places, wanted.ids, start, end)) yield asRecord(batch, index, bytes, start);
  }
}

/** Of each line beside its bytes: where it stood, its number, its ordinal and its id. Of lines of a few bytes that is most. */
const BESIDE_BYTES = 28;

/** Of each batch, as measured: its lists and itself. An object of small members has one for each. */
const BATCH_BYTES = 1_100;

/** What a batch takes of the room. */
function sizeOf(batch: RecordBatch): number {
  let size = BATCH_BYTES + BESIDE_BYTES * batch.count;
  for (let index = 0; index < batch.count; index++) size += lengthOf(batch, index);
  return size;
}

function lengthOf({ starts, ends }: RecordBatch, index: number): number {
  return (ends[index] ?? 0) - (starts[index] ?? 0);
}

/** Copies the lines to the place. */
function copyLines(batch: RecordBatch, to: Buffer, from: number): void {
  const gathered = machineOf(batch.bytes)?.gather(batch);
  if (gathered !== undefined) {
    to.set(gathered, from);
    return;
  }
  const { bytes, starts, ends, count } = batch;
  const lines = asBuffer(bytes);
  let at = from;
  for (let index = 0; index < count; index++) {
    at += lines.copy(to, at, starts[index] ?? 0, ends[index] ?? 0);
  }
}

/** One record of the batch, whose bytes begin at `start` of `bytes`. */
function asRecord(batch: RecordBatch, index: number, bytes: Buffer, start: number): RecordBatch {
  return {
    bytes,
    starts: Uint32Array.of(start),
    ends: Uint32Array.of(start + lengthOf(batch, index)),
    count: 1,
    firstOrdinal: ordinalOf(batch, index),
    baseOffset: batch.baseOffset + (batch.starts[index] ?? 0) - start,
    firstLine: batch.lines?.[index] ?? batch.firstLine,
    ...(batch.lines && { lines: batch.lines.slice(index, index + 1) }),
  };
}

/** True also for a line that states no id at these places, or one that cannot be compared as it stands. */
function mayBeOf(
  places: readonly IdFinder[],
  ids: ReadonlySet<string>,
  start: number,
  end: number,
): boolean {
  let isNamed = false;
  for (const place of places) {
    for (let at = place.find(start); at < end; at = place.find(at + 1)) {
      const id = place.idAt(at, end);
      if (id === undefined) continue;
      if (id === null || ids.has(plainId(id))) return true;
      isNamed = true;
    }
  }
  return !isNamed;
}

const APOSTROPHE = 0x27;

/** Longest id that is compared; of longer ones the line is taken. */
const MAX_ID_BYTES = 256;

/** Finds the ids in a run of bytes. */
class IdFinder {
  readonly #place: IdPlace;
  readonly #bytes: Buffer;
  readonly #cursor: Cursor;
  /** Of the name, behind the needle: without its quote. */
  readonly #rest: string;

  constructor(place: IdPlace, bytes: Buffer) {
    this.#place = place;
    this.#rest = place.behind.slice(0, -1);
    this.#bytes = bytes;
    this.#cursor = new Cursor(place.needle);
    this.#cursor.enter(bytes);
  }

  find(from: number): number {
    return this.#cursor.find(from);
  }

  /** The id that the member states whose name was found; undefined where that is no name of a member; null where it cannot be told. */
  idAt(at: number, end: number): string | null | undefined {
    const bytes = this.#bytes;
    const { before, needle, behind } = this.#place;
    const from = at - before.length;
    const nameEnd = at + needle.length + behind.length;
    const quote = bytes[nameEnd - 1];
    if (quote !== QUOTE && quote !== BACKSLASH && quote !== APOSTROPHE) return undefined;
    const isName = stands(bytes, from, before) && stands(bytes, at + needle.length, this.#rest);
    if (!isName || isLetter(bytes[from - 1])) return undefined;
    // In JSON or XML inside a text the name ends otherwise, and the id is not looked for there.
    if (quote !== QUOTE) return null;
    const value = behindColon(bytes, nameEnd);
    if (value === nameEnd) return undefined;
    const isText = bytes[value] === QUOTE;
    const start = isText ? value + 1 : value;
    let close = start;
    const limit = Math.min(end, start + MAX_ID_BYTES);
    while (close < limit && isIdByte(bytes[close], isText)) close++;
    const isWhole = isText ? bytes[close] === QUOTE : close > start && isEndOfNumber(bytes[close]);
    return close < limit && isWhole ? bytes.toString('latin1', start, close) : null;
  }
}

/** True if the text stands there. A place before the first byte holds none. */
function stands(bytes: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** A name that goes on before is another member's: `ParentProcessGuid`. */
function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

/** Of a text any printable ASCII but quotes and escapes; of a number digits alone. */
function isIdByte(byte: number | undefined, isText: boolean): boolean {
  if (byte === undefined) return false;
  if (!isText) return byte >= 0x30 && byte <= 0x39;
  return byte >= 0x20 && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH;
}
