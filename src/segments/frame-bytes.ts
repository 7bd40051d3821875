// A frame of zstd → how many bytes it says that it holds, which nobody has to decompress for.

const ZSTD = 0xfd_2f_b5_28;

/** Bytes of the dictionary's id, and of the size, by their flags: RFC 8878, section 3.1.1.1. */
const ID_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;

/** A size of two bytes is stated less this. */
const TWO_BYTES_FROM = 256;

/** Undefined for a frame that does not say it, and for what is no frame. @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
export function frameBytes(frame: Uint8Array): number | undefined {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.byteLength, 18));
  if (bytes.length < 5 || bytes.readUInt32LE(0) !== ZSTD) return undefined;
  const descriptor = bytes.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const stated = SIZE_BYTES[descriptor >>> 6] ?? 0;
  const size = stated === 0 && isSingle ? 1 : stated;
  // One that is not of a single segment says its window before.
  const at = 5 + (isSingle ? 0 : 1) + (ID_BYTES[descriptor & 3] ?? 0);
  if (size === 0 || at + size > bytes.length) return undefined;
  if (size === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, size) + (size === 2 ? TWO_BYTES_FROM : 0);
}
