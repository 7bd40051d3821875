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
  const names = Buffer.from(name);
  const texts = Buffer.from(text);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(names.length, 0);
  head.writeUInt32LE(texts.length, 4);
  const bytes = Buffer.concat([head, names, texts]);
  return bytes.length > MAX_ENTRY_BYTES ? undefined : { hash: hashName(name), bytes };
}

/** By hash, then as bytes: the same entries make the same segment, whoever writes it. */
export function compareEntries(a: PackedEntry, b: PackedEntry): number {
  return a.hash === b.hash ? Buffer.compare(a.bytes, b.bytes) : a.hash - b.hash;
}
