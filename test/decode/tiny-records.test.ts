// Records of a few bytes, a great many of them found at one blow → handed on in bounded steps.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_BATCH_RECORDS, OUTPUT_CHUNK_BYTES } from '../../src/decode/caps.ts';
import { TextFramer } from '../../src/decode/text-framer.ts';
import type { DecodeItem, LinePicking, RecordBatch } from '../../src/model/index.ts';
import { piecesOf } from './support.ts';

const MANY_BYTES = 1024 * 1024;

/** One text over and over, between two others. */
interface Flood {
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** Of each text the record. */
  readonly record: string;
  /** Records before and after. */
  readonly others: number;
  /** True where the stream breaks behind it. */
  readonly isCut?: boolean;
  /** Which lines are wanted. */
  readonly pick?: LinePicking;
}

const OPEN = '{"k":1}\n{"a":[\n';
const PLAIN = '{"k":1}\n';

/** Finds nothing out about any line, so that all are given, each after a look at it. */
const ALL: LinePicking = {
  spec: {
    numbers: [],
    hasEntities: false,
    ids: [],
    kinds: { places: [], kinds: new Map(), others: 'loud' },
  },
  from: 0,
  to: Number.POSITIVE_INFINITY,
  gives: 'worth',
};

/** What is held until it is known what it is: each text is a record then. */
const FLOODS: Readonly<Record<string, Flood>> = {
  'a value that never closes': { before: OPEN, text: ',\n', after: '', record: ',', others: 2 },
  'a value that turns out broken': {
    ...{ before: OPEN, text: '{},\n', after: '}\n{"k":2}\n', record: '{},', others: 4 },
  },
  'a first value that turns out broken': {
    ...{ before: '{"a":[\n', text: '{},\n', after: '}\n', record: '{},', others: 2 },
  },
  'a line of many': { before: PLAIN, text: '{}', after: '\n{"k":2}\n', record: '{}', others: 2 },
  'a last line of many that is open': {
    ...{ before: PLAIN, text: '{}', after: '{"k', record: '{}', others: 2 },
  },
  'a line of many in which the stream breaks': {
    ...{ before: PLAIN, text: '{}', after: '{"k', record: '{}', others: 1, isCut: true },
  },
  'an array of many': { before: '[{"k":1},', text: '{},', after: '{}]', record: '{}', others: 2 },
  'many lines': { before: PLAIN, text: '{}\n', after: '{"k":2}', record: '{}', others: 2 },
  'lines that are picked': {
    ...{ before: PLAIN, text: '{}\n', after: '{"k":2}', record: '{}', others: 2, pick: ALL },
  },
  'a page that is told by its end': {
    ...{ before: '{"n":1,"value":[', text: '{},', after: '{}]}', record: '{}', others: 1 },
  },
};

describe('tiny records by the thousand', () => {
  for (const [what, flood] of Object.entries(FLOODS)) {
    it(`are handed on in steps, each at its place, of ${what}`, () => {
      const count = countOf(flood);
      const batches = readFlood(flood, count);
      assert.ok(count > 8 * MAX_BATCH_RECORDS);
      assert.equal(
        batches.reduce((sum, batch) => sum + batch.count, 0),
        count + flood.others,
      );
      assert.equal(
        batches.reduce((sum, batch) => sum + countThere(batch, flood, count), 0),
        count,
      );
    });
  }
});

function countOf({ text }: Flood): number {
  return Math.floor(MANY_BYTES / text.length);
}

/** All batches. At no time more records are found than are handed on, but for a batch. */
function readFlood({ before, text, after, isCut = false, pick }: Flood, count: number) {
  const many = Buffer.alloc(count * text.length, text);
  const bytes = Buffer.concat([Buffer.from(before), many, Buffer.from(after)]);
  const framer = new TextFramer(undefined, () => pick);
  const batches: RecordBatch[] = [];
  for (const piece of piecesOf(bytes, OUTPUT_CHUNK_BYTES)) take(framer.push(piece), batches);
  take(framer.finish({ isCut }), batches);
  return batches;
}

function take(steps: Generator<readonly DecodeItem[], unknown>, to: RecordBatch[]): void {
  for (const items of steps) {
    let count = 0;
    for (const item of items) {
      assert.ok(item.kind === 'batch');
      count += item.batch.count;
      to.push(item.batch);
    }
    // What the scanner tells of lines at once is taken at once.
    assert.ok(count <= 2 * MAX_BATCH_RECORDS, `${count} records at once`);
  }
}

/** Records of the flood in the batch, each of which is where it must be. */
function countThere(batch: RecordBatch, flood: Flood, count: number): number {
  const { before, text } = flood;
  let there = 0;
  for (let index = 0; index < batch.count; index++) {
    const number = (batch.baseOffset + (batch.starts[index] ?? 0) - before.length) / text.length;
    if (number < 0 || number >= count) continue;
    // An assertion for each of a million would take longer than the reading.
    if (!isThere(batch, index, number, flood)) assert.fail(`record ${batch.firstOrdinal + index}`);
    there++;
  }
  return there;
}

/** True if the record of that index of the batch is where the one of that number of the flood stands. */
function isThere(
  batch: RecordBatch,
  index: number,
  number: number,
  { before, text, record }: Flood,
): boolean {
  const start = before.length + number * text.length;
  const line = before.split('\n').length + (text.endsWith('\n') ? number : 0);
  return (
    batch.baseOffset + (batch.starts[index] ?? 0) === start &&
    batch.baseOffset + (batch.ends[index] ?? 0) === start + record.length &&
    batch.lines?.[index] === line
  );
}
