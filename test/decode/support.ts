// Builders and readers that the decode tests share.

import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { DecodeOptions } from '../../src/decode/index.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import type { DecodeOutcome, JsonObject, RecordBatch, Rejection } from '../../src/model/index.ts';

/** A record as a test sees it. */
export interface SeenRecord {
  readonly ordinal: number;
  readonly offset: number;
  readonly value: JsonObject;
}

/** All that a decoder gave for an object. */
export interface Seen {
  readonly records: readonly SeenRecord[];
  readonly values: readonly JsonObject[];
  readonly rejections: readonly Rejection[];
  readonly outcome: DecodeOutcome;
}

/** The pieces as a source. */
export async function* sourceOf(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** Cuts bytes into pieces of one size. */
export function* piecesOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Decodes and parses everything; fails where `end` does not come once and last, or ordinals have gaps. */
export async function read(
  source: AsyncIterable<Uint8Array>,
  options?: DecodeOptions,
): Promise<Seen> {
  const records: SeenRecord[] = [];
  const rejections: Rejection[] = [];
  let outcome: DecodeOutcome | undefined;
  let ordinal = 0;
  for await (const item of decodeObject(source, options)) {
    assert.equal(outcome, undefined, 'an item after the end');
    if (item.kind === 'end') {
      outcome = item.outcome;
    } else if (item.kind === 'rejected') {
      assert.equal(item.rejection.ordinal, ordinal++);
      rejections.push(item.rejection);
    } else if (item.kind === 'batch') {
      assert.equal(item.batch.firstOrdinal, ordinal);
      ordinal += item.batch.count;
      readBatch(item.batch, records, rejections);
    }
  }
  assert.ok(outcome !== undefined, 'no end');
  assert.equal(outcome.records, ordinal);
  return { records, rejections, outcome, values: records.map((record) => record.value) };
}

function readBatch(batch: RecordBatch, records: SeenRecord[], rejections: Rejection[]): void {
  assert.ok(batch.count > 0, 'an empty batch');
  for (let index = 0; index < batch.count; index++) {
    const parsed = parseRecord(batch, index);
    const offset = batch.baseOffset + (batch.starts[index] ?? Number.NaN);
    const ordinal = batch.firstOrdinal + index;
    if (parsed.ok) records.push({ ordinal, offset, value: parsed.value });
    else rejections.push(parsed.error);
  }
}

/** Decodes text or bytes in pieces of one size; by default whole. */
export function readBytes(content: string | Uint8Array, size = 1 << 30): Promise<Seen> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return read(sourceOf(piecesOf(bytes, size)));
}

/** How each compression is made: one member, several, and what may stand between. */
export const COMPRESSORS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  'gzip of three members': (bytes) => Buffer.concat(thirds(bytes).map((part) => gzipSync(part))),
  'gzip with zero padding': (bytes) => Buffer.concat([gzipSync(bytes), Buffer.alloc(700)]),
  zstd: (bytes) => zstdCompressSync(bytes),
  'zstd of three frames and skippable ones': (bytes) =>
    Buffer.concat(
      thirds(bytes).flatMap((part) => [
        skippableFrame(5),
        zstdCompressSync(part),
        skippableFrame(0),
      ]),
    ),
};

/** A skippable zstd frame of so many bytes. */
export function skippableFrame(size: number): Uint8Array {
  const frame = Buffer.alloc(8 + size, 0xaa);
  frame.writeUInt32LE(0x184d2a53, 0);
  frame.writeUInt32LE(size, 4);
  return frame;
}

function thirds(bytes: Uint8Array): readonly Uint8Array[] {
  const [a, b] = [Math.floor(bytes.length / 3), Math.floor((2 * bytes.length) / 3)];
  return [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)];
}
