// What is asked for is handed on once both are there, whatever came first and however files lie; nothing else is.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupName } from '../../src/segments/names.ts';
import { entriesIn, readFooter } from '../../src/segments/segment-reader.ts';
import { look } from '../../src/segments/sight.ts';
import {
  type Asking,
  askingEntries,
  compactSegments,
  countDueSegments,
  judgeDueSegments,
  type PromoteDeps,
  promoteSegments,
  startEntry,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { HOUR_MS } from '../support/set-clock.ts';
import {
  anAsking,
  aPartial,
  aStart,
  nameOf,
  openSegments,
  partialEntry,
  type SegmentWorld,
} from './builders.ts';

async function settle(world: SegmentWorld) {
  const report = await promoteSegments(world.deps());
  await compactSegments(report.sight, world.deps());
  return report;
}

describe('Promoting', () => {
  it('hands on nothing that nobody asks for', async () => {
    const world = openSegments();
    await world.put(['a', 'b']);
    await world.put(['c'], ['d']);
    const { merged, promoted, left } = await settle(world);
    assert.deepEqual([merged, promoted, left, world.promoted], [2, 0, 0, []]);
  });

  const ORDERS = [
    ['in one object', [[['a', 'b'], ['a']]]],
    [
      'in two objects of a batch',
      [
        [['a', 'b'], []],
        [[], ['a']],
      ],
    ],
    ['before who asks', [[['a', 'b'], []], 'settle', [[], ['a']]]],
    ['after who asks', [[[], ['a']], 'settle', [['a', 'b'], []]]],
  ] as const;
  for (const [when, steps] of ORDERS) {
    it(`hands on a start that is asked for, ${when}`, async () => {
      const world = openSegments();
      for (const step of steps) {
        if (step === 'settle') await settle(world);
        else await world.put(step[0], step[1]);
      }
      await settle(world);
      assert.deepEqual(world.promotedKeys(), ['a']);
      assert.deepEqual((await settle(world)).promoted, 0, 'once');
    });
  }

  it('hands on what is found in the files of many levels and parts', async () => {
    const world = openSegments();
    const keys = Array.from({ length: 600 }, (_, index) => `key ${index}`);
    for (let from = 0; from < keys.length; from += 2) {
      await world.put(keys.slice(from, from + 2));
      await settle(world);
    }
    const levels = new Set((await world.keys()).map((key) => key[0]));
    assert.ok(levels.size >= 3, [...levels].join());
    await world.put([], keys);
    await settle(world);
    assert.deepEqual(world.promotedKeys(), keys.toSorted());
  });

  it('hands on partial matches of a group that is asked for', async () => {
    const world = openSegments();
    const puts = [aPartial('a', 'e1'), aPartial('a', 'e2'), aPartial('b')];
    await writeObjectSegment(world.files, { entries: puts.map(partialEntry), wants: [] });
    await settle(world);
    await writeObjectSegment(world.files, { entries: [], wants: [groupName(aPartial('a').group)] });
    await settle(world);
    assert.deepEqual(
      world.promoted.flatMap(({ partials }) => partials),
      puts.slice(0, 2),
    );
  });

  it('does not look again for what was asked for and not found, and hands on what comes', async () => {
    const world = openSegments();
    await world.put(['a']);
    await settle(world);
    await world.put([], ['x']);
    await settle(world);
    const reads: string[] = [];
    const files = {
      ...world.files,
      read: async (key: string, span?: { from: number; bytes: number }) => {
        if (key.startsWith('1/p')) reads.push(key);
        return await world.files.read(key, span);
      },
    };
    await world.put(['b'], ['x']);
    await promoteSegments(world.deps({ files }));
    assert.deepEqual([reads, world.promoted], [[], []]);
    await world.put(['x', 'c']);
    await settle(world);
    assert.deepEqual(world.promotedKeys(), ['x']);
  });

  it('hands on again what was found for whoever asks for it later', async () => {
    const world = openSegments();
    await world.put(['a'], ['a']);
    await settle(world);
    await world.put([], ['a']);
    await settle(world);
    assert.deepEqual([world.promotedKeys(), world.promoted.length], [['a'], 2]);
  });

  it('forgets starts after a day, and who asked when nobody can wait any more', async () => {
    const world = openSegments();
    await world.put(['a'], ['b']);
    await settle(world);
    world.clock.advance(24 * HOUR_MS);
    await world.put([], ['a']);
    await settle(world);
    assert.deepEqual(world.promotedKeys(), []);
    await world.put(['b']);
    await settle(world);
    assert.deepEqual(world.promotedKeys(), ['b'], 'a connection is kept so long');
    world.clock.advance(36 * HOUR_MS);
    await settle(world);
    assert.deepEqual(await world.keys(), []);
  });

  it('takes what waits longest first', async () => {
    const world = openSegments();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys) {
      await world.put([key], [key]);
      world.clock.advance(1_000);
    }
    await promoteSegments(world.deps({ batchFiles: 1 }));
    const order = world.promoted.flatMap(({ starts }) => starts.map(({ key }) => key.key));
    assert.deepEqual(order, keys);
  });

  it('leaves what there is no time for, and says since when it waits', async () => {
    const world = openSegments();
    await world.put(['a'], ['a']);
    const sinceMs = world.clock.nowMs();
    const report = await promoteSegments(world.deps({ hasTime: () => false }));
    assert.deepEqual([report.left, report.leftSinceMs, report.merged], [1, sinceMs, 0]);
    assert.equal((await settle(world)).left, 0);
  });

  it('takes fewer files at once where the last run seems to have died of too many', async () => {
    const world = openSegments();
    for (let file = 0; file < 100; file++) await world.put([`${file}`], [`${file}`]);
    const dying = { promote: () => Promise.reject(new RangeError('the time is over')) };
    await assert.rejects(promoteSegments(world.deps(dying)), RangeError);
    world.clock.advance(HOUR_MS);
    const sizes: number[] = [];
    const promote: PromoteDeps['promote'] = async ({ starts }) => void sizes.push(starts.length);
    const { left } = await promoteSegments(world.deps({ promote }));
    assert.deepEqual([sizes, left], [[32, 64, 4], 0]);
  });

  it('holds blocks of 64 MiB at most: of files with large ones it takes fewer at once', async () => {
    const world = openSegments();
    const image = 'x'.repeat(1_900_000);
    const names = Array.from({ length: 80 }, (_, index) => `${index}`);
    for (const name of names) {
      await writeObjectSegment(world.files, {
        entries: [startEntry(aStart('small')), startEntry(aStart(name, image))],
        wants: [nameOf(name)],
      });
    }
    const held: number[] = [];
    const remove = async (keys: readonly string[]) => {
      let bytes = 0;
      for (const key of keys.filter((one) => one.startsWith('0/'))) {
        const content = (await world.files.read(key)) ?? new Uint8Array();
        const blocks = readFooter(content).blocks.map(({ from, bytes: length }) =>
          [...entriesIn(content.subarray(from, from + length))].map((entry) => entry.bytes.length),
        );
        bytes += Math.max(...blocks.map((sizes) => sizes.reduce((sum, size) => sum + size, 0)));
      }
      if (bytes > 0) held.push(bytes);
      await world.files.remove(keys);
    };
    const report = await promoteSegments(world.deps({ files: { ...world.files, remove } }));
    assert.deepEqual([report.merged, report.left, held.length], [80, 0, 3]);
    for (const bytes of held) assert.ok(bytes <= 64 * 2 ** 20, `${bytes}`);
    assert.deepEqual(world.promotedKeys(), names.toSorted());
  });

  it('says that all may wait where there are more files than it looks at, and looks at others each time', async () => {
    const world = openSegments();
    for (let file = 0; file < 3_001; file++) {
      await world.files.write(`0/new/${file.toString(16).padStart(32, '0')}-1`, new Uint8Array(1));
    }
    const { leftSinceMs } = await promoteSegments(world.deps({ hasTime: () => false }));
    assert.equal(leftSinceMs, 0);
    const last = `0/new/${(3_000).toString(16).padStart(32, '0')}-1`;
    const highest = `0/new/${'f'.repeat(32)}-1`;
    await world.files.write(highest, new Uint8Array(1));
    const seen = async (nowMs: number) =>
      new Set((await look(world.files, nowMs)).fresh.map(({ key }) => key));
    assert.deepEqual(
      [...(await seen(0))].filter((key) => key >= last),
      [],
    );
    assert.deepEqual(
      [...(await seen(1))].filter((key) => key >= last),
      [highest],
    );
  });
});

describe('Connections in files', () => {
  async function ask(world: SegmentWorld, ...asking: readonly Asking[]) {
    const entries = asking.flatMap(askingEntries);
    await writeObjectSegment(world.files, { entries, wants: [] });
  }
  async function judge(world: SegmentWorld): Promise<readonly string[]> {
    const refs: string[] = [];
    await judgeDueSegments(await look(world.files), world.clock.nowMs(), {
      ...world.deps(),
      again: async (connections) => void refs.push(...connections.map(({ ref }) => `${ref} again`)),
      judge: async (connections) => void refs.push(...connections.map(({ ref }) => ref)),
    });
    return refs.sort();
  }
  const handedOn = ({ promoted }: SegmentWorld) => [
    ...new Set(promoted.flatMap(({ asking }) => asking.map(({ connection }) => connection.ref))),
  ];

  it('are judged once, when they are due, if nothing was found for them', async () => {
    const world = openSegments();
    const dueMs = world.clock.nowMs() + HOUR_MS;
    await ask(world, anAsking('one', ['a', 'b'], dueMs), anAsking('two', ['c'], dueMs));
    await world.put(['x']);
    await settle(world);
    assert.deepEqual([await judge(world), handedOn(world)], [[], []]);
    const due = async (untilMs: number) =>
      await countDueSegments(await look(world.files), untilMs, world.deps());
    assert.deepEqual([await due(dueMs - 1), await due(dueMs)], [0, 1], 'files that are due');
    world.clock.advance(HOUR_MS);
    assert.deepEqual(await judge(world), ['one', 'two']);
    assert.deepEqual([await judge(world), await due(dueMs)], [[], 0]);
  });

  it('are kept until they are judged, however long no run came to it', async () => {
    const world = openSegments();
    await ask(world, anAsking('one', ['a'], world.clock.nowMs()));
    await settle(world);
    world.clock.advance(40 * HOUR_MS);
    await settle(world);
    assert.deepEqual(await judge(world), ['one']);
  });

  const ORDERS = [
    ['before it', ['start', 'settle', 'ask', 'settle']],
    ['with it', ['ask', 'start', 'settle']],
    ['after it', ['ask', 'settle', 'start', 'settle']],
    ['when it was judged', ['ask', 'settle', 'judge', 'start', 'settle']],
  ] as const;
  for (const [when, steps] of ORDERS) {
    it(`are handed on with a start that is merged ${when}, and not judged then`, async () => {
      const world = openSegments();
      const asking = anAsking('one', ['a', 'b'], world.clock.nowMs());
      const doing = {
        start: () => world.put(['b']),
        ask: () => ask(world, asking),
        settle: () => settle(world),
        judge: () => judge(world),
      };
      for (const step of steps) await doing[step]();
      assert.deepEqual([handedOn(world), world.promotedKeys()], [['one'], ['b']]);
      assert.deepEqual(world.promoted[0]?.asking[0], asking);
      assert.deepEqual(await judge(world), []);
    });
  }

  it('are judged once more where their start is merged while they are judged', async () => {
    const world = openSegments();
    await ask(world, anAsking('one', ['a'], 0), anAsking('two', ['b'], 0));
    await settle(world);
    const again: string[] = [];
    await judgeDueSegments(await look(world.files), world.clock.nowMs(), {
      ...world.deps(),
      again: async (connections) => void again.push(...connections.map(({ ref }) => ref)),
      async judge() {
        await world.put(['b']);
        await settle(world);
      },
    });
    assert.deepEqual(again, ['two']);
  });

  it('are handed on also where a later one asks for what was found', async () => {
    const world = openSegments();
    await world.put(['a']);
    await ask(world, anAsking('one', ['a'], 0));
    await settle(world);
    await ask(world, anAsking('two', ['a'], 0));
    await settle(world);
    assert.deepEqual([handedOn(world), await judge(world)], [['one', 'two'], []]);
  });

  it('are handed on once, however many of their process come later, and again with another start', async () => {
    const world = openSegments();
    await world.put(['a']);
    const refs = ['one', 'two', 'three'];
    for (const ref of refs) {
      await ask(world, anAsking(ref, ['a'], 0));
      await settle(world);
    }
    const each = () => world.promoted.splice(0).flatMap(({ asking }) => asking);
    assert.deepEqual(
      each().map(({ connection }) => connection.ref),
      refs,
    );
    await writeObjectSegment(world.files, {
      entries: [startEntry(aStart('a', 'C:\\\\other.exe'))],
      wants: [],
    });
    await settle(world);
    assert.equal(each().length, refs.length);
  });

  it('lie in several files where they are much, and what was judged is not judged again by who follows one that died', async () => {
    const world = openSegments();
    const refs = Array.from({ length: 40 }, (_, index) => `ref ${index}`);
    for (const ref of refs) {
      const { connection, names } = anAsking(ref, [ref], 0);
      await ask(world, { connection: { ...connection, body: ref.repeat(70_000) }, names });
    }
    await settle(world);
    const files = (await world.keys()).filter((key) => key.startsWith('1/due/'));
    assert.ok(files.length >= 2, `${files.length} files`);
    const judged: string[] = [];
    const dying = judgeDueSegments(await look(world.files), world.clock.nowMs(), {
      ...world.deps(),
      again: async () => undefined,
      async judge(connections) {
        if (judged.length > 0) throw new RangeError('memory is over');
        judged.push(...connections.map(({ ref }) => ref));
      },
    });
    await assert.rejects(dying, RangeError);
    judged.push(...(await judge(world)));
    assert.deepEqual(judged.sort(), refs.toSorted());
  });
});
