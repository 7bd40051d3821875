// The bytes of a segment → what it says of itself, and its entries. Damage is an error, never fewer entries.

import { getOwn, isJsonObject, type JsonValue, parseJson } from '../model/index.ts';
import type { SegmentEntry } from './entries.ts';
import { SegmentError } from './errors.ts';
import {
  decompress,
  HEAD_BYTES,
  MAGIC,
  MAX_BLOCK_BYTES,
  MAX_FOOTER_BYTES,
  TRAILER_BYTES,
} from './layout.ts';
import { hashName } from './names.ts';
import { readTally } from './tally.ts';
import type { PackedEntry } from './packed-entry.ts';
import type { SegmentNotes } from './segment-writer.ts';

/** Where a block lies, and the hash of its first entry. */
export interface BlockPlace {
  readonly hash: number;
  readonly from: number;
  readonly bytes: number;
}

/** What a segment says of itself. */
export interface SegmentFooter extends SegmentNotes {
  readonly blocks: readonly BlockPlace[];
  readonly filter: Uint8Array;
  /** Of what its entries count, by name; tally.ts reads it. */
  readonly tally: Uint8Array;
}

/** Reads the footer of bytes that end a segment, or are one. Throws {@link SegmentError}. */
export function readFooter(tail: Uint8Array): SegmentFooter {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const end = bytes.length - TRAILER_BYTES;
  if (end < 0 || bytes.toString('latin1', end + 4) !== MAGIC) {
    throw new SegmentError(`${bytes.length} bytes do not end as a segment does`);
  }
  const from = end - bytes.readUInt32LE(end);
  if (from < 0) throw new SegmentError('the footer is longer than what there is of the segment');
  const text = decompress(bytes.subarray(from, end), MAX_FOOTER_BYTES).toString();
  const footer = parseJson(text);
  const member = (name: string) => (isJsonObject(footer) ? getOwn(footer, name) : undefined);
  const filter = member('filter');
  if (typeof filter !== 'string') throw new SegmentError('the footer has no filter');
  const tally = member('tally') ?? '';
  return {
    blocks: listOf(member('blocks')).map(placeOf),
    filter: Buffer.from(filter, 'base64'),
    tally: readTally(Buffer.from(typeof tally === 'string' ? tally : '', 'base64')),
    wants: listOf(member('wants')).map(wholeNumber),
    answered: listOf(member('answered')).map(wholeNumber),
    dueMs: wholeNumber(member('dueMs') ?? null),
    inputs: listOf(member('inputs')).map((one) => (typeof one === 'string' ? one : '')),
  };
}

/** Entries of a whole segment, in order. */
export function* entriesOf(content: Uint8Array): Generator<PackedEntry> {
  for (const { from, bytes } of readFooter(content).blocks) {
    if (from + bytes > content.length) throw new SegmentError('a block lies behind the end');
    yield* entriesIn(content.subarray(from, from + bytes));
  }
}

/** Entries of a block, in order. */
export function* entriesIn(block: Uint8Array): Generator<PackedEntry> {
  const bytes = decompress(block, MAX_BLOCK_BYTES);
  for (let at = 0; at < bytes.length; ) {
    const isCut = at + HEAD_BYTES > bytes.length;
    const nameEnd = isCut ? 0 : at + HEAD_BYTES + bytes.readUInt32LE(at);
    const end = isCut ? 0 : nameEnd + bytes.readUInt32LE(at + 4);
    if (isCut || end > bytes.length) throw new SegmentError('a block ends within an entry');
    const hash = hashName(bytes.toString('utf8', at + HEAD_BYTES, nameEnd));
    yield { hash, bytes: bytes.subarray(at, end) };
    at = end;
  }
}

/** True for the entry of a connection, which is the only text that is an object. */
export function isAsking({ bytes }: PackedEntry): boolean {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return whole[HEAD_BYTES + whole.readUInt32LE(0)] === 0x7b;
}

/** Name and text of an entry that was read. */
export function unpackEntry({ bytes }: PackedEntry): SegmentEntry {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nameEnd = HEAD_BYTES + whole.readUInt32LE(0);
  return {
    name: whole.toString('utf8', HEAD_BYTES, nameEnd),
    text: whole.toString('utf8', nameEnd),
  };
}

/** The blocks in which the hash may stand: entries of one hash may go on in the next. */
export function blocksWith(
  { blocks }: Pick<SegmentFooter, 'blocks'>,
  hash: number,
): readonly BlockPlace[] {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.hash ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  const found = blocks.slice(Math.max(0, low - 1), low);
  for (let index = low; blocks[index]?.hash === hash; index++) {
    found.push(...blocks.slice(index, index + 1));
  }
  return found;
}

function placeOf(place: JsonValue): BlockPlace {
  const [hash, from, bytes] = listOf(place).map(wholeNumber);
  if (hash === undefined || from === undefined || bytes === undefined) {
    throw new SegmentError('the footer names a block without its place');
  }
  return { hash, from, bytes };
}

function wholeNumber(value: JsonValue): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new SegmentError('the footer has no whole number where one is expected');
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw new SegmentError('the footer has no list where one is expected');
}
