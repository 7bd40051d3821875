// What a file of segments holds ↔ its key. Keys are made of the content: the same is written under the same key, and nothing
// else ever stands there.
//
//   0/new/HASH-TAIL        of one object: what it offers, and what it asks for
//   1/p/HASH-TAIL          merged of those; p37 = of hashes that begin with the octal digits 37
//   1/c490000p/HASH-TAIL   the same of partial matches that count, of one hour of event time; c490000p37 as above
//   1/wants/HASH-TAIL      what was asked for in what was merged, and what of it was found
//   1/due/HASH-TAIL        connections for which nothing was found: to be judged once they are due
//
// What is merged moves to a higher level, and so behind: who lists in order while it moves meets it at least once.

import { createHash } from 'node:crypto';
import type { SegmentFile } from '../ports/index.ts';
import { HASH_LIMIT } from './names.ts';
import type { BuiltSegment } from './segment-writer.ts';

/** Files are merged until they are of this level. */
export const MAX_LEVEL = 5;

/** Where files of objects lie, and what they hold: everything. */
export const NEW_PART = 'new';
/** Names that are asked for. */
export const WANTS_PART = 'wants';
/** Connections that are to be judged. */
export const DUE_PART = 'due';
/** Offers, partial matches and who asks for them, of all hashes. */
export const WHOLE_PART = 'p';

/** A file, as its key tells it. */
export interface NamedSegment extends SegmentFile {
  readonly level: number;
  readonly part: string;
  /** Of its content: SHA-256, 32 characters. */
  readonly content: string;
  readonly tailBytes: number;
}

const KEY =
  /^([0-5])\/(new|wants|due|(?:c(?:0|[1-9]\d{0,7}))?p[0-7]{0,16})\/([0-9a-f]{32})-([1-9]\d{0,8})$/;

/** Reads a key; undefined for one that is not ours. */
export function namedSegment(file: SegmentFile): NamedSegment | undefined {
  const [, level, part, content, tail] = KEY.exec(file.key) ?? [];
  if (level === undefined || part === undefined || content === undefined) return undefined;
  const tailBytes = Number(tail);
  if (tailBytes > file.bytes || (level === '0') !== (part === NEW_PART)) return undefined;
  return { ...file, level: Number(level), part, content, tailBytes };
}

/** The key of a segment. */
export function segmentKey(level: number, part: string, built: BuiltSegment): string {
  return `${level}/${part}/${contentHash(built.content)}-${built.tailBytes}`;
}

/** What a key says of the content. */
export function contentHash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** The part that a hash is of, of those that a part is split into. */
export function childOf(part: string, hash: number): string {
  const { length } = digitsOf(part);
  return part + (Math.floor(hash / (HASH_LIMIT / 8 ** (length + 1))) % 8);
}

/** Where partial matches that count are kept, of that hour (count-name.ts). */
export function countPart(slot: number): string {
  return `c${slot}${WHOLE_PART}`;
}

/** The hour of a part of those; undefined for another. */
export function slotOfPart(part: string): number | undefined {
  return part.startsWith('c') ? Number(part.slice(1, part.indexOf(WHOLE_PART))) : undefined;
}

function digitsOf(part: string): string {
  return part.slice(part.lastIndexOf(WHOLE_PART) + 1);
}

/** True where a file of the part may have the hash. */
export function isOfPart(part: string, hash: number): boolean {
  if (part === WANTS_PART || part === DUE_PART || part === NEW_PART) return false;
  const digits = digitsOf(part);
  if (digits === '') return true;
  const scale = 8 ** digits.length;
  return Math.floor(hash / (HASH_LIMIT / scale)) === Number.parseInt(digits, 8);
}
