// A gzip object, of any number of members → decompressed chunks; ends with the fault that stopped it, if any.

import { crc32, createInflateRaw } from 'node:zlib';
import { MIN_OUTPUT_CHUNK_BYTES, OUTPUT_CHUNK_BYTES } from './caps.ts';
import { corruptFault, type Fault, hex } from './fault.ts';
import { readGzipHeader } from './gzip-header.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';
import { readUnit, type UnitEnd } from './unit.ts';

const TRAILER_BYTES = 8;

/**
 * Decompresses member by member. Framing them here, instead of by createGunzip, keeps what stands before
 * trailing garbage (Node fails before it emits the chunk) and knows the offset of every fault. `beginMember` is
 * called with the input at a member's first byte.
 * @see RFC 1952
 */
export async function* gunzip(
  input: Input,
  beginMember: () => void,
  output: Output,
): AsyncGenerator<Uint8Array, Fault | undefined> {
  let chunkSize = OUTPUT_CHUNK_BYTES;
  for (;;) {
    beginMember();
    const fault = await readGzipHeader(input);
    if (fault !== undefined) return fault;
    const sums = { crc: 0, bytes: 0 };
    const end = yield* readBody(input, chunkSize, sums, output);
    if (end.kind === 'corrupt') return corruptFault('GZIP_CORRUPT', 'the gzip member', end);
    const wrong = end.kind === 'truncated' ? truncated(input) : await checkTrailer(input, sums);
    if (wrong !== undefined) return wrong;
    // Members of one file are much alike; small ones do without a large output buffer.
    chunkSize = Math.min(OUTPUT_CHUNK_BYTES, Math.max(MIN_OUTPUT_CHUNK_BYTES, sums.bytes));
    const next = await findNextMember(input);
    if (next !== 'member') return next;
  }
}

async function* readBody(
  input: Input,
  chunkSize: number,
  sums: { crc: number; bytes: number },
  output: Output,
): AsyncGenerator<Uint8Array, UnitEnd> {
  const create = (size: number) => createInflateRaw({ chunkSize: size });
  const body = readUnit(input, { open: () => output.open(create, chunkSize) });
  try {
    let next = await body.next();
    for (; !next.done; next = await body.next()) {
      sums.crc = crc32(next.value, sums.crc);
      sums.bytes += next.value.length;
      yield next.value;
      output.read(next.value);
    }
    return next.value;
  } finally {
    await body.return({ kind: 'truncated' });
  }
}

async function checkTrailer(
  input: Input,
  sums: { readonly crc: number; readonly bytes: number },
): Promise<Fault | undefined> {
  const compressedOffset = input.offset;
  const trailer = new Uint8Array(TRAILER_BYTES);
  for (let at = 0; at < TRAILER_BYTES; at++) {
    const byte = await input.byte();
    if (byte === undefined) return truncated(input);
    trailer[at] = byte;
  }
  const view = new DataView(trailer.buffer);
  const problem =
    view.getUint32(0, true) !== sums.crc >>> 0
      ? 'checksum (CRC-32)'
      : view.getUint32(4, true) !== sums.bytes % 2 ** 32
        ? 'length'
        : undefined;
  if (problem === undefined) return undefined;
  const message = `the gzip member's ${problem} does not agree with its ${sums.bytes} decompressed bytes`;
  return { code: 'GZIP_CORRUPT', message, compressedOffset };
}

/** Passes over zero padding (tapes, block devices). Undefined = the object ends here, as it should. */
async function findNextMember(input: Input): Promise<Fault | 'member' | undefined> {
  while (await input.more()) {
    const step = input.view(Number.POSITIVE_INFINITY);
    const at = step.findIndex((byte) => byte !== 0);
    input.skip(at === -1 ? step.length : at);
    if (at !== -1) break;
  }
  const head = await input.peek(2);
  if (head.length === 0) return undefined;
  if (head[0] === 0x1f && (head.length === 1 || head[1] === 0x8b)) return 'member';
  const message = `bytes ${hex(head)} after a gzip member begin no other member`;
  return { code: 'TRAILING_GARBAGE', message, compressedOffset: input.offset };
}

function truncated(input: Input): Fault {
  const message = 'the object ends inside a gzip member';
  return { code: 'GZIP_TRUNCATED', message, compressedOffset: input.offset };
}
