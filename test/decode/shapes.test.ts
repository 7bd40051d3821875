// Every layout in every compression, cut at any boundary, gives the same records at their true places.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { COMPRESSORS, piecesOf, read, readBytes, sourceOf } from './support.ts';
import { OBJECTS, PRETTY, SHAPES } from './texts.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/any-text.ts';

describe('shapes', () => {
  for (const [name, shape, text] of SHAPES) {
    for (const [compression, compress] of Object.entries(COMPRESSORS)) {
      it(`reads ${name} as ${compression}, in pieces of 1 byte, 7 bytes and whole`, async () => {
        const bytes = compress(Buffer.from(text));
        for (const size of [1, 7, bytes.length]) {
          const seen = await readBytes(bytes, size);
          assert.deepEqual(seen.values, OBJECTS);
          assert.deepEqual(seen.rejections, []);
          assert.equal(seen.outcome.error, undefined);
          assert.equal(seen.outcome.shape, shape);
          assert.equal(seen.outcome.compression, compression.split(' ')[0]);
          assert.equal(seen.outcome.compressedBytes, bytes.length);
          assert.equal(seen.outcome.bytes, Buffer.byteLength(text));
        }
      });
    }
  }

  it('reads one pretty-printed object', async () => {
    const seen = await readBytes(PRETTY[0] ?? '', 3);
    assert.deepEqual(seen.values, [OBJECTS[0]]);
    assert.equal(seen.outcome.shape, 'concatenated');
  });

  for (const [name, compress] of Object.entries(COMPRESSORS)) {
    for (const text of ['', ' \r\n\t\n', '\ufeff', '\ufeff\n']) {
      it(`finds ${JSON.stringify(text)} as ${name} to be empty and complete`, async () => {
        const seen = await readBytes(compress(Buffer.from(text)), 1);
        assert.equal(seen.outcome.error, undefined);
        assert.equal(seen.outcome.shape, 'empty');
        assert.equal(seen.outcome.records, 0);
      });
    }
  }
});

/** A text, and the texts of its records in order. */
interface Written {
  readonly text: string;
  readonly records: readonly string[];
}

const object = fc.dictionary(
  fc.oneof(anyText(), fc.constantFrom('value', 'Records', '__proto__', 'a')),
  fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('}{', '} {', '\\"}\n{"', '"', '[{', '\\', '1234567890123456789'),
  ),
  { maxKeys: 4 },
);
const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const indent = fc.constantFrom(0, 0, 2, '\t');

/** Records in any layout. Members that make an envelope by themselves are kept out of the first record. */
const written: fc.Arbitrary<Written> = fc
  .record({
    head: fc.dictionary(fc.constantFrom('a', 'b', 'host'), fc.jsonValue(), { minKeys: 1 }),
    rest: fc.array(object, { maxLength: 6 }),
    layout: fc.constantFrom('ndjson', 'array', 'wrapped', 'concatenated'),
    key: fc.constantFrom('Records', 'records', 'value'),
    indents: fc.array(indent, { minLength: 7, maxLength: 7 }),
    spaces: fc.array(space, { minLength: 8, maxLength: 8 }),
  })
  .map(({ head, rest, layout, key, indents, spaces }) => {
    const isLines = layout === 'ndjson';
    const records = [head, ...rest].map((value, index) =>
      JSON.stringify(value, null, isLines ? 0 : indents[index]),
    );
    const pad = (index: number) => spaces[index] ?? '';
    const list = records.map((text, index) => `${pad(index)}${text}`).join(`${pad(7)},`);
    if (layout === 'array') return { records, text: `${pad(1)}[${list}${pad(2)}]${pad(3)}` };
    if (layout === 'wrapped') {
      const member = `"meta"${pad(3)}:${pad(4)}{"value":[{"x":"]}"}]}`;
      return {
        records,
        text: `{${pad(1)}${member},"${key}"${pad(2)}:[${list}]${pad(5)}}${pad(6)}`,
      };
    }
    const between = (index: number) => (isLines ? `${pad(index)}\n` : pad(index));
    return { records, text: records.map((text, index) => text + between(index)).join('') };
  });

describe('any records in any layout', () => {
  it('come out the same, with true ordinals and offsets, whatever the compression and the chunks', async () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 5 });
    const compression = fc.constantFrom(...Object.keys(COMPRESSORS));
    await fc.assert(
      fc.asyncProperty(written, compression, cuts, async ({ text, records }, name, at) => {
        const bytes = Buffer.from(text);
        const stored = COMPRESSORS[name]?.(bytes) ?? bytes;
        const seen = await read(sourceOf(cutAt(stored, at)));
        assert.deepEqual(seen.rejections, []);
        assert.equal(seen.outcome.error, undefined);
        assert.equal(seen.records.length, records.length);
        for (const [index, record] of seen.records.entries()) {
          const raw = Buffer.from(records[index] ?? '');
          assert.equal(record.ordinal, index);
          assert.deepEqual(bytes.subarray(record.offset, record.offset + raw.length), raw);
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  it('are decided alike byte by byte and whole, also for text that is no JSON', async () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\n',
        ' ',
        '1',
        'x',
        '{"a":1}',
        '"a":',
        '\n{"b":2}\n',
      ],
      ...['{"Records":[', '{"value":[', '"value":[', '{"c":', '\ufeff', '\0'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (parts) => {
        const bytes = Buffer.from(parts.join(''));
        const whole = await readBytes(bytes);
        for (const size of [1, 5]) {
          const pieces = await read(sourceOf(piecesOf(bytes, size)));
          assert.deepEqual(pieces.records, whole.records);
          assert.deepEqual(pieces.rejections, whole.rejections);
          assert.equal(pieces.outcome.shape, whole.outcome.shape);
          assert.equal(pieces.outcome.error?.code, whole.outcome.error?.code);
        }
      }),
      { numRuns: runs(2000) },
    );
  });
});

function* cutAt(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (const cut of cuts.toSorted((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = Math.max(from, cut);
  }
  yield bytes.subarray(from);
}
