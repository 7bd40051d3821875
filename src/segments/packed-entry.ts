// An entry ↔ its bytes in a block, and the order in which entries lie.

import type { SegmentEntry } from './entries.ts';
import { HEAD_BYTES, MAX_ENTRY_BYTES } from './layout.ts';
import { hashName } from './names.ts';

/** An entry as it lies in a block. */
export interface PackedEntry {
  readonly hash: number;
  readonly bytes: Uint8Array;
}

/** The entry in bytes; undefined where it is larger than a segment takes. */
export function packEntry({ name, text }: SegmentEntry): PackedEntry | undefined {
  const nameBytes = Buffer.byteLength(name);
  const textBytes = Buffer.byteLength(text);
  if (HEAD_BYTES + nameBytes + textBytes > MAX_ENTRY_BYTES) return undefined;
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + nameBytes + textBytes);
  bytes.writeUInt32LE(nameBytes, 0);
  bytes.writeUInt32LE(textBytes, 4);
  bytes.write(name, HEAD_BYTES);
  bytes.write(text, HEAD_BYTES + nameBytes);
  return { hash: hashName(name), bytes };
}

/** By hash, then as bytes: the same entries make the same segment, whoever writes it. */
export function compareEntries(a: PackedEntry, b: PackedEntry): number {
  return a.hash === b.hash ? Buffer.compare(a.bytes, b.bytes) : a.hash - b.hash;
}
