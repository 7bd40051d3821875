// Lines made of hostile pieces: long chunks, which are scanned as a whole, give what short ones give, looked at line by line.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeObject } from '../../src/decode/index.ts';
import {
  type KindPlace,
  type KindScreen,
  type LinePicking,
  type LineSpec,
  ordinalOf,
  type RecordBatch,
} from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { piecesOf, sourceOf } from './support.ts';

const KEY: KindPlace = { needle: 'ventID', before: '"E', behind: '"', isKey: true };
const OTHER_KEY: KindPlace = { needle: 'vent_id', before: '"e', behind: '"', isKey: true };
const VALUE: KindPlace = {
  needle: 'vents.',
  before: '"endpoint.e',
  behind: '',
  isKey: false,
  key: 'dataset"',
};

const KINDS = new Map<string, KindScreen>([
  ['1', 'late'],
  ['3', 'loud'],
  ['22', 'quiet'],
  ['file', 'quiet'],
  ['process', { texts: ['"start"', '"fork"', '"for\xe2\x84\xaa"'] }],
  ['network', 'late'],
]);

const SPECS: readonly LineSpec[] = [
  // More than have a bit of their own.
  {
    numbers: ['445', '5', '139', '44', '22'],
    hasEntities: true,
    kinds: { places: [KEY, VALUE], kinds: KINDS, others: 'quiet' },
    ids: [],
  },
  {
    numbers: ['445'],
    hasEntities: true,
    kinds: { places: [KEY, OTHER_KEY], kinds: KINDS, others: 'loud' },
    ids: [],
  },
  {
    numbers: [],
    hasEntities: false,
    kinds: { places: [KEY], kinds: KINDS, others: 'quiet' },
    ids: [],
  },
  {
    numbers: ['445', '139'],
    hasEntities: false,
    kinds: { places: [VALUE], kinds: KINDS, others: 'loud' },
    ids: [],
  },
];

/** What lines are made of: what is looked for, whole and broken, and what makes it something else. */
const PIECES = [
  ...[
    '"EventID":22',
    '"EventID" :\t"1"',
    '"EventID":3',
    '"EventID":22.0',
    '"EventID":[22]',
    '"EventID"',
  ],
  ...[
    '"event_id":22',
    '"event_id":"1"',
    '"dataset":"endpoint.events.file"',
    '"dataset" : "endpoint.events.',
  ],
  ...[
    '"dataset":["endpoint.events.network"]',
    'endpoint.events.process"',
    '"start"',
    '"FORK"',
    '"for\u212a"',
    '"startle"',
    'vents.',
    'ventID',
  ],
  ...[
    '445',
    '0445',
    '-445',
    '445.0',
    '445e0',
    ':445',
    '"445"',
    '44',
    '5',
    '\\t445',
    '\\u0020445',
    '\\\\n00445',
  ],
  ...['\\u0034', '\\u007b', '\\u00', '\\u002', '\\u0026#', '&\\u0023', '&#52;', '&#', '\\'],
  ...[
    '{',
    '}',
    '{}',
    '} {',
    '}\t{',
    '}\r{',
    '[',
    ']',
    '"',
    ',',
    ':',
    ' ',
    '\r',
    '\u00e9',
    '\u2028',
    '\u{1f600}',
    'x'.repeat(40),
  ],
] as const;

const line = fc
  .tuple(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }),
    fc.constantFrom('{}', '{}', '{}', '{}', '{}\r', '{', ' {}', '', '}'),
  )
  .map(
    ([pieces, ends]) =>
      ends.replace('}', '').replace('\r', '') + pieces.join('') + ends.replace(/^[ {]*/, ''),
  );

const picking = fc.record({
  spec: fc.constantFrom(...SPECS),
  from: fc.constantFrom(0, 3),
  to: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 5_000),
  gives: fc.constantFrom<LinePicking['gives']>('worth', 'worth', 'offering', 'late', 'rest'),
});

/** So many bytes of quiet lines go before, that the whole is long enough to be scanned. */
const QUIET = '{"EventID":22,"dataset":"endpoint.events.file"}\n'.repeat(200);

async function given(text: Buffer, chunk: number, picked: LinePicking) {
  const seen: string[] = [];
  let passed = 0;
  const note = (what: string, batch: RecordBatch) => {
    for (let index = 0; index < batch.count; index++) {
      const [start = 0, end = 0] = [batch.starts[index], batch.ends[index]];
      const bytes = Buffer.from(batch.bytes.subarray(start, end)).toString('latin1');
      seen.push(
        `${ordinalOf(batch, index)} ${what} ${batch.baseOffset + start} ${batch.lines?.[index]} ${bytes}`,
      );
    }
  };
  for await (const item of decodeObject(sourceOf(piecesOf(text, chunk)), { pick: () => picked })) {
    if (item.kind === 'batch' || item.kind === 'late') note(item.kind, item.batch);
    else if (item.kind === 'passed') passed += item.records;
    else if (item.kind === 'end') seen.push(JSON.stringify({ ...item.outcome, passed }));
  }
  // Late lines come behind the others of their chunk.
  return seen.sort();
}

/** All but what is said of compression. */
function lastOf(seen: readonly string[]): readonly string[] {
  return seen.filter((one) => !one.includes('"compression"'));
}

describe('the scanner of lines', () => {
  it('gives, sets aside and passes over what is told line by line', async () => {
    const texts = fc.array(line, { minLength: 30, maxLength: 60, size: 'max' });
    let quiet = 0;
    const examples: [string, LinePicking][] = [];
    check(
      fc.property(texts, picking, (lines, picked) => {
        examples.push([lines.join('\n'), picked]);
      }),
      2_000,
    );
    for (const [lines, picked] of examples) {
      const text = Buffer.from(`${QUIET}${lines}\n${QUIET.slice(0, 470)}`);
      const short = await given(text, 700, picked);
      const hint = JSON.stringify([lines, picked]);
      assert.deepEqual(await given(text, 2 ** 20, picked), short, hint);
      // Decompressed where it is scanned.
      assert.deepEqual(lastOf(await given(gzipSync(text), 2 ** 20, picked)), lastOf(short), hint);
      if (short.length < lines.split('\n').length + 200) quiet++;
    }
    assert.ok(quiet > examples.length / 2, `${quiet} of ${examples.length}`);
  });
});
