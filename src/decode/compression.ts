// First bytes of an object or of what follows a finished member → how they are compressed.

import type { Compression } from '../model/index.ts';

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const SKIPPABLE_TAIL = [0x2a, 0x4d, 0x18];

/** Bytes that decide. */
export const MAGIC_BYTES = 4;

/** What the first bytes announce. `isCut` = they are the beginning of a magic number and nothing follows. */
export interface Magic {
  readonly compression: Compression;
  readonly isCut: boolean;
}

/** True for the four bytes that begin a zstd frame. @see RFC 8878 section 3.1.1 */
export function isZstdFrame(head: Uint8Array): boolean {
  return head.length >= MAGIC_BYTES && startsLike(head, ZSTD);
}

/** True for the four bytes `5? 2A 4D 18` that begin a skippable frame. @see RFC 8878 section 3.1.2 */
export function isSkippableFrame(head: Uint8Array): boolean {
  return head.length >= MAGIC_BYTES && startsLikeSkippable(head);
}

/** True where `head` (all that is left) is shorter than a zstd magic number but could become one. */
export function isCutZstd(head: Uint8Array): boolean {
  if (head.length === 0 || head.length >= MAGIC_BYTES) return false;
  return startsLike(head, ZSTD) || startsLikeSkippable(head);
}

/** Tells the compression by content: names lie. `head` holds four bytes unless the object is shorter. */
export function sniffCompression(head: Uint8Array): Magic {
  if (head.length > 0 && startsLike(head, GZIP)) {
    return { compression: 'gzip', isCut: head.length < GZIP.length };
  }
  if (isZstdFrame(head) || isSkippableFrame(head)) return { compression: 'zstd', isCut: false };
  // `[` alone is JSON cut short as well, and far likelier than a skippable frame 5B cut after one byte.
  const isCut = isCutZstd(head) && !(head.length === 1 && head[0] === 0x5b);
  return { compression: isCut ? 'zstd' : 'plain', isCut };
}

function startsLike(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => index >= head.length || head[index] === byte);
}

function startsLikeSkippable(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && startsLike(head.subarray(1), SKIPPABLE_TAIL);
}
