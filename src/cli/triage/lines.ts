// Bytes → lines, ended by LF alone: a record's text may hold the other characters that end lines elsewhere.

import { Buffer } from 'node:buffer';

/** A record of 64 KiB as base64, its place and message, and room. */
const MAX_LINE_BYTES = 1024 * 1024;
const LF = 0x0a;

/** Each line without its end; empty ones left out. Throws for a line that no file of ours has. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    let start = 0;
    for (let end = held.indexOf(LF); end >= 0; end = held.indexOf(LF, start)) {
      if (end > start) yield held.toString('utf8', start, end);
      start = end + 1;
    }
    held = held.subarray(start);
    if (held.length > MAX_LINE_BYTES) {
      throw new RangeError(`a line has more than ${MAX_LINE_BYTES} bytes; is this the right file?`);
    }
  }
  if (held.length > 0) yield held.toString('utf8');
}
