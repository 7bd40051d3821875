// What stopped a decompressor, before the offset in the decompressed bytes is known.

import type { DecodeErrorCode } from '../model/index.ts';
import { OUTPUT_CHUNK_BYTES } from './caps.ts';
import { quoteCause } from './quote.ts';
import type { UnitEnd } from './unit.ts';

/** A fault in the object as stored. */
export interface Fault {
  readonly code: DecodeErrorCode;
  readonly message: string;
  readonly compressedOffset: number;
}

/** Says why decompression failed: zlib's own code and words, and whether output was lost with it. */
export function corruptFault(
  code: DecodeErrorCode,
  what: string,
  end: UnitEnd & { readonly kind: 'corrupt' },
): Fault {
  const most = `${OUTPUT_CHUNK_BYTES / 1_024} KiB`;
  const loss = end.isExact ? '' : `; up to ${most} of output right before the fault may be missing`;
  const message = `${what} cannot be decompressed: ${quoteCause(end.cause)}${loss}`;
  return { code, message, compressedOffset: end.offset };
}

/** A few bytes in hexadecimal, for a message. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
