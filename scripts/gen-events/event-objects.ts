// Records → the bytes of an object: laid out and compressed in each of the ways that shippers do.

import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type JsonRecord, jsonText } from './json.ts';

/** An object of events/, before compression. */
export interface EventObject {
  /** Below events/. */
  readonly path: string;
  readonly compression: 'plain' | 'gzip' | 'zstd';
  /** The decompressed text, in the parts that are compressed apart: gzip members. */
  readonly parts: readonly string[];
}

/** One record a line. */
export function asLines(records: readonly JsonRecord[]): string {
  return records.map((record) => `${jsonText(record)}\n`).join('');
}

/** One array, a record a line. */
export function asArray(records: readonly JsonRecord[]): string {
  return `[\n${records.map((record) => jsonText(record)).join(',\n')}\n]\n`;
}

/** One object whose `Records` holds them. */
export function asWrapped(records: readonly JsonRecord[]): string {
  return `${jsonText({ Records: records })}\n`;
}

/** Pretty-printed, one after the other, with nothing between. */
export function asConcatenated(records: readonly JsonRecord[]): string {
  return records.map((record) => `${jsonText(record, 2)}\n`).join('');
}

/** The text of an object once decompressed. */
export function textOfObject({ parts }: EventObject): string {
  return parts.join('');
}

/** The object as stored. The bytes depend on the zlib at hand, the text in them does not. */
export function bytesOfObject(object: EventObject): Uint8Array {
  switch (object.compression) {
    case 'plain':
      return Buffer.from(textOfObject(object));
    case 'gzip':
      return Buffer.concat(object.parts.map(gzipMember));
    case 'zstd':
      return zstdCompressSync(textOfObject(object), {
        params: { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 19 },
      });
  }
}

/** The text in an object's bytes. */
export function textOfBytes(bytes: Uint8Array, compression: EventObject['compression']): string {
  switch (compression) {
    case 'plain':
      return Buffer.from(bytes).toString();
    case 'gzip':
      return gunzipSync(bytes).toString();
    case 'zstd':
      // One frame, as bytesOfObject writes it: node:zlib would stop after the first of several.
      return zstdDecompressSync(bytes).toString();
  }
}

/** Node writes a gzip header without time; the system it names (byte 9) differs by build, so it is set to "unknown". */
function gzipMember(text: string): Uint8Array {
  const member = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  member.writeUInt8(255, 9);
  return member;
}
