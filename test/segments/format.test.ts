// A segment has what was put into it, in every size and with every text; damage is an error, never fewer entries.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { writeOffer } from '../../src/model/index.ts';
import { foundIn, type SegmentEntry } from '../../src/segments/entries.ts';
import { SegmentError } from '../../src/segments/errors.ts';
import {
  childOf,
  countPart,
  isOfPart,
  namedSegment,
  slotOfPart,
} from '../../src/segments/file-names.ts';
import { frameBytes } from '../../src/segments/frame-bytes.ts';
import { compress } from '../../src/segments/layout.ts';
import { mergeEntries } from '../../src/segments/merge-entries.ts';
import { mayHave } from '../../src/segments/name-filter.ts';
import { hashName } from '../../src/segments/names.ts';
import {
  blocksWith,
  entriesIn,
  entriesOf,
  readFooter,
  unpackEntry,
} from '../../src/segments/segment-reader.ts';
import { compareEntries, packEntry } from '../../src/segments/packed-entry.ts';
import { SegmentWriter } from '../../src/segments/segment-writer.ts';
import { check } from '../support/check.ts';
import { aPartial, aStart, partialEntry } from './builders.ts';
import { countEntry, marksOf, startEntry } from '../../src/segments/index.ts';
import { marksIn, readTally, TallyWriter } from '../../src/segments/tally.ts';
import { aCount, LIMIT } from './count-builders.ts';

function build(entries: readonly SegmentEntry[], wants: readonly number[] = []): Uint8Array {
  const writer = new SegmentWriter(new TallyWriter());
  const packed = entries.flatMap((entry) => packEntry(entry) ?? []).sort(compareEntries);
  for (const entry of packed) writer.add(entry);
  return writer.build({ wants, inputs: ['x'] }).content;
}

const textOf = ({ name, text }: SegmentEntry) => `${name}\n${text}`;
const distinct = (entries: readonly SegmentEntry[]) => [...new Set(entries.map(textOf))].sort();
const anEntry = fc.record({
  name: fc.oneof(fc.constantFrom('a', 'b'), fc.string({ unit: 'grapheme' })),
  text: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.nat(60_000).map((size) => 'x'.repeat(size)),
  ),
});
const someEntries = fc.array(anEntry, { maxLength: 30 });

describe('A segment', () => {
  it('has all its entries, each once, and every name can be found by its blocks', () => {
    check(
      fc.property(someEntries, (entries) => {
        const content = build(entries, [3, 5]);
        assert.deepEqual(
          [...entriesOf(content)].map(unpackEntry).map(textOf).sort(),
          distinct(entries),
        );
        const footer = readFooter(content);
        assert.deepEqual([footer.wants, footer.inputs], [[3, 5], ['x']]);
        for (const { name } of entries) {
          const hash = hashName(name);
          assert.ok(mayHave(footer.filter, hash));
          const found = blocksWith(footer, hash)
            .flatMap(({ from, bytes }) => [...entriesIn(content.subarray(from, from + bytes))])
            .map(unpackEntry)
            .filter((one) => one.name === name);
          assert.deepEqual(distinct(found), distinct(entries.filter((one) => one.name === name)));
        }
      }),
      200,
    );
  });

  it('tells of each name what its entries count, each mark once', () => {
    const counted = fc.record({
      seconds: fc.integer({ min: -90, max: 90 }),
      group: fc.constantFrom('g', 'h'),
      value: fc.oneof(fc.constantFrom('x', 'y', ''), fc.string({ unit: 'grapheme' })),
    });
    const puts = fc
      .array(counted)
      .map((all) => all.map(({ seconds, ...parts }, index) => aCount(`e${index}`, seconds, parts)));
    check(
      fc.property(puts, someEntries, (all, others) => {
        const entries = all.map((put) => countEntry(put, LIMIT));
        const { tally } = readFooter(build([...others, ...entries]));
        const expected = Map.groupBy(all, (put) => countEntry(put, LIMIT).name);
        for (const [name, own] of expected) {
          const marks = new Set(own.flatMap(({ part }) => marksOf(part, LIMIT)));
          assert.deepEqual([...marksIn(tally, hashName(name))].sort(), [...marks].sort());
        }
        assert.deepEqual([...marksIn(tally, 1)], []);
        const { partials } = foundIn(entries);
        assert.deepEqual(partials, all);
      }),
      100,
    );
  });

  it('whose tally is cut is refused', () => {
    const { tally } = readFooter(build([countEntry(aCount('a'), LIMIT)]));
    assert.equal(tally.length, 20);
    assert.throws(() => readTally(Buffer.from(tally).subarray(1)), SegmentError);
  });

  it('merged of several has the entries of all, in order', () => {
    check(
      fc.property(fc.array(someEntries, { maxLength: 6 }), (lists) => {
        const writer = new SegmentWriter(new TallyWriter());
        for (const entry of mergeEntries(lists.map((list) => entriesOf(build(list)))))
          writer.add(entry);
        const { content } = writer.build({ wants: [], inputs: ['x'] });
        assert.deepEqual(content, build(lists.flat()));
      }),
      100,
    );
  });

  it('that is cut or changed anywhere is refused', () => {
    const content = build([startEntry(aStart('a')), partialEntry(aPartial('g'))]);
    const read = (bytes: Uint8Array) => [...entriesOf(bytes)].map(unpackEntry);
    assert.equal(read(content).length, 2);
    for (let at = 0; at < content.length; at++) {
      assert.throws(() => read(content.subarray(0, at)), SegmentError);
      const changed = content.map((byte, index) => (index === at ? byte ^ 0x55 : byte));
      assert.throws(() => read(changed), SegmentError, `byte ${at}`);
    }
  });

  it('says of each block how large it is', () => {
    check(
      fc.property(someEntries, (entries) => {
        const content = build(entries);
        for (const { from, bytes } of readFooter(content).blocks) {
          const block = content.subarray(from, from + bytes);
          const sizes = [...entriesIn(block)].map((entry) => entry.bytes.length);
          assert.equal(
            frameBytes(block),
            sizes.reduce((sum, size) => sum + size, 0),
          );
        }
      }),
      50,
    );
    const sizes = [0, 1, 255, 256, 257, 65_791, 65_792, 2_100_000];
    for (const size of sizes) assert.equal(frameBytes(compress(Buffer.alloc(size, 'x'))), size);
    const unstated = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 1, 0, 0]);
    const huge = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 1, 0, 0, 0]);
    for (const none of [unstated, huge.subarray(0, 9), Buffer.alloc(20), Buffer.alloc(0)]) {
      assert.equal(frameBytes(none), undefined);
    }
    assert.equal(frameBytes(huge), 2 ** 32);
  });

  it('refuses an entry that is larger than the store it is for', () => {
    assert.equal(packEntry({ name: 'n', text: 'x'.repeat(3_000_000) }), undefined);
  });

  it('gives back offers and partial matches as they were', () => {
    const put = { ...aPartial('g'), dueMs: 7 };
    const { key } = aStart('k');
    const offer = { head: 'Image', timeMs: null, values: [['Image', null]] as const };
    const start = { key, offers: [writeOffer(offer)] };
    assert.deepEqual(foundIn([startEntry(start), partialEntry(put)]), {
      starts: [{ key, offers: [offer] }],
      partials: [put],
      asking: [],
    });
    for (const name of ['', '[]', '["k"]', '["z","t","a","b"]', '["k","t","s",1]']) {
      assert.throws(() => foundIn([{ name, text: '[]' }]), SegmentError);
    }
    assert.throws(() => foundIn([{ name: '["g","t","c"]', text: '[]' }]), SegmentError);
  });
});

it('a hash is of one part of each split, and of the parts that this was split from', () => {
  for (let index = 0; index < 100; index++) {
    const hash = hashName(`name ${index}`);
    for (const whole of ['p', countPart(498_659)]) {
      let part = whole;
      for (let level = 0; level < 5; level++) {
        part = childOf(part, hash);
        assert.ok(isOfPart(part, hash));
        const digit = Number(part.at(-1));
        assert.ok(!isOfPart(part.slice(0, -1) + ((digit + 1) % 8), hash));
        assert.equal(slotOfPart(part), whole === 'p' ? undefined : 498_659);
        const file = { key: `1/${part}/${'a'.repeat(32)}-9`, bytes: 9, modifiedMs: 0 };
        assert.equal(namedSegment(file)?.part, part);
      }
      assert.ok(isOfPart(whole, hash) && !isOfPart('wants', hash));
    }
  }
});
