// Byte values of JSON's punctuation, and the small searches that every part of decoding shares.

import { Buffer } from 'node:buffer';

/** Line feed. */
export const LF = 0x0a;
/** Carriage return. */
export const CR = 0x0d;
/** `"`. */
export const QUOTE = 0x22;
/** `,`. */
export const COMMA = 0x2c;
/** `:`. */
export const COLON = 0x3a;
/** `\`. */
export const BACKSLASH = 0x5c;
/** `[`. */
export const OPEN_ARRAY = 0x5b;
/** `]`. */
export const CLOSE_ARRAY = 0x5d;
/** `{`. */
export const OPEN_OBJECT = 0x7b;
/** `}`. */
export const CLOSE_OBJECT = 0x7d;

/** No bytes. */
export const EMPTY: Buffer = Buffer.alloc(0);

/** True for JSON's white space: space, tab, line feed, carriage return. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === LF || byte === CR || byte === 0x09;
}

/** Index of the first byte in `[from, to)` that is not white space, else `to`. */
export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at++;
  return at;
}

/** End of `[start, end)` without the white space that closes it. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(bytes[at - 1])) at--;
  return at;
}

/** Line feeds in `[from, to)`. */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  const view = asBuffer(bytes).subarray(from, to);
  let count = 0;
  for (let at = view.indexOf(LF); at !== -1; at = view.indexOf(LF, at + 1)) count++;
  return count;
}

/** The same memory as a Buffer, whose searches are native; never a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
