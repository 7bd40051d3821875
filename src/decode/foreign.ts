// The first bytes of the decompressed text → what they are instead, where they are no text.

import { OPEN_ARRAY, OPEN_OBJECT } from './bytes.ts';
import { SNIFF_BYTES } from './caps.ts';

/** Magic numbers of what ends up in log buckets by mistake. Each from its format's specification. */
const FORMATS: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['UTF-32 text', [0xff, 0xfe, 0x00, 0x00]],
  ['UTF-16 text', [0xff, 0xfe]],
  ['UTF-16 text', [0xfe, 0xff]],
  ['gzip data inside the decompressed bytes', [0x1f, 0x8b, 0x08]],
  ['zstd data inside the decompressed bytes', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['bzip2 data', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59]],
  ['xz data', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['lz4 data', [0x04, 0x22, 0x4d, 0x18]],
  ['framed Snappy data', [0xff, 0x06, 0x00, 0x00, 0x73]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an Avro file', [0x4f, 0x62, 0x6a, 0x01]],
];

/** Bytes that must be seen (or the end) before {@link nameForeign} may be asked. */
export function bytesToSniff(head: Uint8Array): number {
  return isJsonStart(head[0]) ? 2 : SNIFF_BYTES;
}

/**
 * Names what the text is not; undefined = it may be text. After `{` or `[` only a NUL right behind it counts
 * (UTF-16): a NUL further on stands inside a record, and must not let one record hide all others.
 */
export function nameForeign(head: Uint8Array): string | undefined {
  const format = FORMATS.find(([, magic]) => magic.every((byte, index) => head[index] === byte));
  if (format !== undefined) return format[0];
  if (isJsonStart(head[0])) return head[1] === 0 ? 'UTF-16 text' : undefined;
  if (head[0] === 0 && isJsonStart(head[1])) return 'UTF-16 text';
  if ((head[0] ?? 0x20) < 0x20)
    return `a control character (0x${hexByte(head[0])}) at its beginning`;
  return head.subarray(0, SNIFF_BYTES).includes(0) ? 'binary data (NUL bytes)' : undefined;
}

function isJsonStart(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

function hexByte(byte = 0): string {
  return byte.toString(16).padStart(2, '0');
}
