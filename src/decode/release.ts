// A decompressed chunk that nobody reads any more → its memory, given back at once.

/**
 * Frees the memory of a chunk that a decompressor has filled to its end and will not write to any more. Left to the
 * garbage collector, which runs seldom where little is allocated, chunks pile up until V8 collects everything for their sake:
 * that was a third of the time of a scan. The chunk is empty afterwards.
 */
export function releaseChunk({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const isFilled = byteOffset + byteLength === buffer.byteLength;
  if (isFilled && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
