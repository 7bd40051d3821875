// A reading that is broken off at a position, and gone on with from there, gives what one reading gives.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeObject, MAX_RECORD_BYTES, parseRecord } from '../../src/decode/index.ts';
import type { DecodeItem, DecodeOutcome, DecodePosition } from '../../src/model/index.ts';
import { COMPRESSORS, piecesOf, sourceOf } from './support.ts';
import { SHAPES } from './texts.ts';

/** One record, rejected or not, and where it stands. */
type Entry = readonly [ordinal: number, offset: number, line: number, what: unknown];

interface Reading {
  readonly entries: readonly Entry[];
  readonly positions: readonly DecodePosition[];
  readonly outcome: DecodeOutcome;
}

async function readFrom(bytes: Uint8Array, size: number, from?: DecodePosition): Promise<Reading> {
  const entries: Entry[] = [];
  const positions: DecodePosition[] = [];
  const source = sourceOf(piecesOf(bytes.subarray(from?.storedOffset ?? 0), size));
  for await (const item of decodeObject(source, { from, tellsPositions: true })) {
    if (item.kind === 'end') return { entries, positions, outcome: item.outcome };
    if (item.kind === 'position') positions.push(JSON.parse(JSON.stringify(item.position)));
    else entries.push(...entriesOf(item));
  }
  throw new TypeError('no end');
}

function* entriesOf(item: DecodeItem): Generator<Entry> {
  if (item.kind === 'rejected') {
    const { ordinal, offset, line, code } = item.rejection;
    yield [ordinal, offset, line, code];
  }
  if (item.kind !== 'batch') return;
  const { batch } = item;
  for (let index = 0; index < batch.count; index++) {
    const parsed = parseRecord(batch, index);
    yield [
      batch.firstOrdinal + index,
      batch.baseOffset + (batch.starts[index] ?? Number.NaN),
      batch.lines?.[index] ?? Number.NaN,
      parsed.ok ? parsed.value : parsed.error.code,
    ];
  }
}

/** From every position what is left, and nothing of what was given before, comes out. */
async function assertContinues(bytes: Uint8Array, size: number): Promise<number> {
  const whole = await readFrom(bytes, size);
  for (const position of whole.positions) {
    const rest = await readFrom(bytes, size, position);
    assert.deepEqual(
      rest.entries,
      whole.entries.filter(([ordinal]) => ordinal >= position.ordinal),
      `behind ${JSON.stringify(position)}`,
    );
    assert.deepEqual(rest.outcome, whole.outcome);
  }
  return whole.positions.length;
}

const ODD_LINES: readonly (readonly [name: string, text: string])[] = [
  ['broken lines', '{"a":1}\n{"a":\nnonsense\n{"a":2}\n[1,\n{"a":3}\n'],
  ['an object over several lines', '{"a":1}\n{"b":\n[1,\n2]}\n{"c":3}\n{"d":4}\n'],
  ['several objects on a line', '{"a":1}{"a":2}\n{"a":3} {"a":4}\n{"a":5}\n'],
  ['an end in the middle', '{"a":1}\n{"a":2}\n{"a":3'],
];

describe('a reading that is broken off', () => {
  for (const [compression, compress] of Object.entries(COMPRESSORS)) {
    for (const [name, shape, text] of SHAPES) {
      it(`goes on in ${name} as ${compression}`, async () => {
        const positions = await assertContinues(compress(Buffer.from(text)), 11);
        // The beginning of other layouts is held back until they are told.
        if (shape === 'ndjson') assert.ok(positions > 0);
      });
    }
    for (const [name, text] of ODD_LINES) {
      it(`goes on in lines with ${name} as ${compression}`, async () => {
        assert.ok((await assertContinues(compress(Buffer.from(text)), 5)) > 0);
      });
    }
  }

  it('goes on from the member that holds the next record, and not from the first', async () => {
    const lines = Array.from({ length: 300 }, (_, id) => `${JSON.stringify({ id })}\n`).join('');
    const bytes = COMPRESSORS['gzip of three members']?.(Buffer.from(lines)) ?? new Uint8Array();
    const { positions } = await readFrom(bytes, 50);
    assert.equal(new Set(positions.map(({ storedOffset }) => storedOffset)).size, 3);
    for (const { unitOffset, offset } of positions) assert.ok(unitOffset <= offset);
  });

  it('is not broken off inside a line that was rejected for its length', async () => {
    const large = `{"a":1}\n${'x'.repeat(MAX_RECORD_BYTES + 900_000)}{"no":1}\n{"a":2}\n`;
    const whole = await readFrom(Buffer.from(large), 1 << 18);
    assert.deepEqual(
      whole.entries.map(([ordinal, , line, what]) => [ordinal, line, what]),
      [
        [0, 1, { a: 1 }],
        [1, 2, 'RECORD_TOO_LARGE'],
        [2, 3, { a: 2 }],
      ],
    );
    assert.deepEqual(
      whole.positions.map(({ ordinal }) => ordinal),
      [1, 3],
    );
  });

  it('does not go on where the bytes are no longer those of the position', async () => {
    const bytes = COMPRESSORS['gzip']?.(Buffer.from('{"a":1}\n{"a":2}\n')) ?? new Uint8Array();
    const [position] = (await readFrom(bytes, 9)).positions;
    const plain = await readFrom(Buffer.from('{"a":1}\n{"a":2}\n'), 99, position);
    assert.equal(plain.outcome.error?.code, 'GZIP_CORRUPT');
  });
});
