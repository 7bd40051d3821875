// The header of a gzip member → the place where its deflate data begins.

import { crc32 } from 'node:zlib';
import type { Fault } from './fault.ts';
import type { Input } from './input.ts';

const FLAG_HEADER_CRC = 0x02;
const FLAG_EXTRA = 0x04;
const FLAG_NAME = 0x08;
const FLAG_COMMENT = 0x10;
const RESERVED_FLAGS = 0xe0;
const DEFLATE = 8;

/**
 * Reads a member's header, name and comment included, however long. Undefined = well-formed.
 * @see RFC 1952 section 2.3
 */
export async function readGzipHeader(input: Input): Promise<Fault | undefined> {
  const start = input.offset;
  const header = new HeaderBytes(input);
  await header.skip(2);
  const method = await header.byte();
  const flags = await header.byte();
  await header.skip(6);
  if (flags & FLAG_EXTRA) await header.skip((await header.byte()) + 256 * (await header.byte()));
  if (flags & FLAG_NAME) await header.skipText();
  if (flags & FLAG_COMMENT) await header.skipText();
  const expected = header.checksum & 0xffff;
  const isChecked = (flags & FLAG_HEADER_CRC) !== 0;
  const found = isChecked ? (await header.byte()) + 256 * (await header.byte()) : expected;

  // The cut comes last: reading behind the end gives zeros, which no test above takes for a fault.
  if (method !== DEFLATE && !(header.isCut && method === 0)) {
    return corrupt(start, `compression method ${method}, expected ${DEFLATE} (deflate)`);
  }
  if (flags & RESERVED_FLAGS) return corrupt(start, `reserved flags 0x${flags.toString(16)}`);
  if (header.isCut) {
    const message = 'the object ends inside the header of a gzip member';
    return { code: 'GZIP_TRUNCATED', message, compressedOffset: input.offset };
  }
  return found === expected ? undefined : corrupt(start, 'a wrong header checksum');
}

function corrupt(compressedOffset: number, found: string): Fault {
  return {
    code: 'GZIP_CORRUPT',
    message: `the header of the gzip member has ${found}`,
    compressedOffset,
  };
}

/** Reads byte by byte, keeps the checksum, and gives zeros behind the end. */
class HeaderBytes {
  isCut = false;
  checksum = 0;
  readonly #input: Input;
  readonly #one = new Uint8Array(1);

  constructor(input: Input) {
    this.#input = input;
  }

  async byte(): Promise<number> {
    const value = await this.#input.byte();
    if (value === undefined) this.isCut = true;
    this.#one[0] = value ?? 0;
    this.checksum = crc32(this.#one, this.checksum);
    return value ?? 0;
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0 && !this.isCut; left--) await this.byte();
  }

  async skipText(): Promise<void> {
    while ((await this.byte()) !== 0);
  }
}
