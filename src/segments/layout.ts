// How the bytes of a segment lie, and what bounds them.
//
//   block ─ block ─ … ─ footer ─ trailer
//
//   block    zstd of entries, by hash of their name, then as bytes: u32 bytes of the name, u32 of the text, both in UTF-8
//   footer   zstd of JSON: where blocks begin and with which hash, a filter of names, a tally of what is counted, what is
//            wanted, what was merged
//   trailer  u32 bytes of the footer, and the magic

import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { SegmentError } from './errors.ts';

/** Of the trailer. The last digit is the version: another release's files are set aside, never misread. */
export const MAGIC = 'SIGMASG1';
/** Bytes of the trailer. */
export const TRAILER_BYTES = 4 + MAGIC.length;
/** Bytes before an entry's name. */
export const HEAD_BYTES = 8;

/** A block is closed at so many bytes: what is read to find one name. */
export const BLOCK_BYTES = 32 * 1_024;
/** Bytes of one entry: whatever an item of the table has room for is far less. */
export const MAX_ENTRY_BYTES = 2 * 2 ** 20;
/** What blocks and footers may grow to when they are decompressed. */
export const MAX_BLOCK_BYTES = BLOCK_BYTES + MAX_ENTRY_BYTES + HEAD_BYTES;
export const MAX_FOOTER_BYTES = 64 * 2 ** 20;

const LEVEL = 3;

/** A frame that tells whether it is whole. */
export function compress(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_compressionLevel]: LEVEL,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

/** What a frame holds. Throws {@link SegmentError} where it is damaged, or holds more than it may. */
export function decompress(bytes: Uint8Array, maxOutputLength: number): Buffer {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength });
  } catch (cause) {
    throw new SegmentError('a frame is damaged, or larger than it may be', { cause });
  }
}
