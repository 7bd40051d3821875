// Partial matches that count are handed on once there are enough of their group for a window to hold, and no others.

import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  compactSegments,
  countEntry,
  FooterCache,
  promoteSegments,
  wantedEntry,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { promoteBatch } from '../../src/segments/promote-batch.ts';
import { look } from '../../src/segments/sight.ts';
import { HOUR_MS } from '../support/set-clock.ts';
import { aCount, type CountWorld, LIMIT, openCountFiles } from './count-builders.ts';

async function settle(world: CountWorld): Promise<number> {
  const { sight, promoted } = await promoteSegments(world.deps());
  await compactSegments(sight, world.deps());
  return promoted;
}

/** Each list is an object, merged by a run of its own; gives how many one of them handed on at most. */
async function merged(world: CountWorld, ...objects: Parameters<CountWorld['put']>[0][]) {
  let most = 0;
  for (const puts of objects) {
    await world.put(puts);
    most = Math.max(most, await settle(world));
  }
  return most;
}

/** So long that fifty of them are more than a merged file is to have. */
function incompressible(number: number): string {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16, number));
  return cipher.update(Buffer.alloc(120_000)).toString('base64');
}

describe('Partial matches that count', () => {
  it('wait while there are too few of their group in a timespan and the one beside it', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a'), aCount('b', 59)], [aCount('c', 120)], [aCount('d', -61)]);
    assert.deepEqual(world.handedOn, []);
    assert.ok((await world.keys()).every((key) => key.startsWith('1/c')));
  });

  it('are handed on from all objects once there are enough, and each once', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a')], [aCount('b', 30)], [aCount('c', 60)]);
    assert.deepEqual(world.handedOn.toSorted(), ['a', 'b', 'c']);
  });

  it('are handed on at once from then on, those before them not again', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a')], [aCount('b', 30)], [aCount('c', 59)], [aCount('d', 31)]);
    assert.deepEqual(world.handedOn.toSorted(), ['a', 'b', 'c', 'd']);
    await merged(world, [aCount('e', 61)], [aCount('f', 121)]);
    assert.deepEqual(world.handedOn.toSorted(), ['a', 'b', 'c', 'd', 'e'], 'f is too far');
  });

  it('are told apart by value: one value many times is one', async () => {
    const world = openCountFiles();
    const same = ['a', 'b', 'c', 'd'].map((id) => aCount(id, 1, { value: 'x' }));
    await merged(world, ...same.map((put) => [put]), [aCount('e', 2, { value: 'y' })]);
    assert.deepEqual(world.handedOn, []);
    await merged(world, [aCount('f', 3, { value: 'z' })]);
    assert.deepEqual(world.ids(), ['a', 'b', 'c', 'd', 'e', 'f'], 'all of them are of the window');
  });

  it('are told apart by value where the texts are no Unicode', async () => {
    const world = openCountFiles();
    const halves = [0xd800, 0xd801, 0xd802].map((code) => String.fromCharCode(code));
    await merged(world, ...halves.map((value, at) => [aCount(`${at}`, at, { value })]));
    assert.deepEqual(world.ids(), ['0', '1', '2']);
  });

  it('are told apart by group', async () => {
    const world = openCountFiles();
    const apart = ['g', 'h', 'i'].map((group) => aCount(group, 1, { group }));
    await merged(world, ...apart.map((put) => [put]));
    assert.deepEqual(world.handedOn, []);
  });

  it('count while they are merged further, and across the hour', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a', 1_799)], [aCount('b', 1_801)]);
    for (let index = 0; index < 20; index++) {
      await merged(world, [aCount(`${index}`, 1_800, { group: `other ${index}` })]);
    }
    const levels = (await world.keys()).map((key) => key.slice(0, key.indexOf('p')));
    assert.deepEqual(new Set(levels), new Set(['1/c498659', '1/c498660', '2/c498660']));
    await merged(world, [aCount('c', 1_802)]);
    assert.deepEqual(world.ids(), ['a', 'b', 'c']);
  });

  it('of many groups at once are read with the whole file where they lie in many of its blocks', async () => {
    const world = openCountFiles();
    const groups = Array.from({ length: 400 }, (_, index) => `${index}`.repeat(100));
    const of = (id: string, seconds: number) =>
      groups.map((group) => aCount(`${id} ${group.slice(0, 9)}`, seconds, { group }));
    await merged(world, of('a', 0), of('b', 1));
    let reads = 0;
    const files = {
      ...world.files,
      read: (...given: Parameters<typeof world.files.read>) => {
        reads++;
        return world.files.read(...given);
      },
    };
    await world.put(of('c', 2));
    await promoteSegments(world.deps({ files }));
    assert.equal(world.handedOn.length, 3 * groups.length);
    // The object's file; of either merged one its footer, and then all of it.
    assert.ok(reads <= 5, `${reads} reads`);
  });

  it('count in files that were split, as they were large', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a', 1), aCount('b', 2)]);
    for (let object = 0; object < 7; object++) {
      const large = Array.from({ length: 8 }, (_, index) => {
        const put = aCount(`${index}`, object, { group: `${object} ${index}` });
        const evidence = incompressible(object * 8 + index);
        return { ...put, part: { ...put.part, evidence } };
      });
      await merged(world, large);
    }
    const parts = (await world.keys()).map((key) => key.split('/')[1]);
    assert.ok(parts.length > 4 && parts.every((part) => /^c498659p[0-7]$/.test(part ?? '')));
    await merged(world, [aCount('c', 3)]);
    assert.deepEqual(world.ids(), ['a', 'b', 'c']);
  });

  it('of a group that repeats itself are handed on before they are more than a run can take', async () => {
    const world = openCountFiles();
    let atOnce = 0;
    for (let object = 0; object < 12; object++) {
      const same = Array.from({ length: 500 }, (_, index) =>
        aCount(`${object} ${index}`, index % 60, { value: 'x' }),
      );
      atOnce = Math.max(atOnce, await merged(world, same));
    }
    assert.equal(
      world.handedOn.length,
      6_000,
      'those of before at once, and then each as it comes',
    );
    assert.ok(atOnce <= 5_000, `${atOnce} at once`);
  });

  it('are handed on once each also while more objects wait than are looked at', async () => {
    const world = openCountFiles();
    await world.put([aCount('a'), aCount('b'), aCount('c')]);
    const { sight } = await promoteSegments(world.deps());
    const someLeft = { ...sight, isWhole: false };
    await world.put([aCount('d', 1)]);
    const { fresh } = await look(world.files);
    await promoteBatch(fresh, someLeft, world.deps());
    assert.deepEqual(world.handedOn.toSorted(), ['a', 'b', 'c', 'd']);
    await world.put([aCount('e', 2)]);
    const { fresh: other } = await look(world.files);
    await promoteBatch(other, someLeft, world.deps({ footers: new FooterCache() }));
    assert.deepEqual(world.ids(), ['a', 'b', 'c', 'd', 'e']);
    assert.ok(world.handedOn.length > 5, 'another process cannot tell whether that batch was done');
  });

  it('of a few that repeat themselves wait', async () => {
    const world = openCountFiles();
    for (let object = 0; object < 10; object++) {
      const same = Array.from({ length: 10 }, (_, index) =>
        aCount(`${object} ${index}`, index, { value: 'x' }),
      );
      await merged(world, same);
    }
    assert.deepEqual(world.handedOn, []);
  });

  it('of a day ago count no more, and their files go', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a'), aCount('b')]);
    world.clock.advance(24 * HOUR_MS);
    await merged(world, [aCount('c')]);
    await settle(world);
    assert.deepEqual(world.handedOn, []);
    assert.equal((await world.keys()).length, 1);
  });

  it('of more hours than a batch has files for are handed on at once, and with them what is near', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('near', 61), aCount('far', 181)]);
    const hours = Array.from({ length: 40 }, (_, hour) => aCount(`h${hour}`, hour * 3_600));
    await merged(world, hours);
    const atOnce = world.ids().filter((id) => id.startsWith('h'));
    assert.equal(atOnce.length, 40 - 24);
    assert.ok(!world.ids().includes('far'));
    assert.equal(world.ids().includes('near'), atOnce.includes('h0'));
    await merged(world, hours.map(({ part }) => aCount(`late ${part.eventId}`, 1)).slice(0, 1));
    assert.equal(world.ids().includes('late h0'), atOnce.includes('h0'));
  });

  it('of ever more hours have files of some, and the others are handed on at once', async () => {
    const world = openCountFiles();
    for (let day = 0; day < 12; day++) {
      const hours = Array.from({ length: 24 }, (_, hour) => {
        const at = day * 24 + hour;
        return aCount(`h${at}`, 3_600 * at, { group: `${at}` });
      });
      await merged(world, hours);
    }
    assert.equal(world.handedOn.length, 12 * 24 - 240);
    await merged(world, [aCount('a', 1, { group: '0' })], [aCount('b', 2, { group: '0' })]);
    assert.equal(world.handedOn.length, 12 * 24 - 240 + 3, 'hours that have files go on');
  });

  it('say no more of one that has very many values than that it has enough', async () => {
    const put = aCount('a');
    const values = Array.from({ length: 50_000 }, (_, index) => `${index}`);
    const entry = countEntry({ ...put, part: { ...put.part, values } }, LIMIT);
    const [marks = ''] = JSON.parse(entry.text);
    assert.ok(marks.length <= (LIMIT.atLeast + 1) * 16, `${marks.length} characters`);
  });

  for (const seconds of [-1e12, 1e12]) {
    it(`of a time that no log has (${seconds} s from now) are handed on at once`, async () => {
      const world = openCountFiles();
      await merged(world, [aCount('a', seconds)]);
      assert.deepEqual(world.handedOn, ['a']);
    });
  }

  it('are all handed on where something of their group is kept elsewhere', async () => {
    const world = openCountFiles();
    await merged(world, [aCount('a'), aCount('b', 180)]);
    const entries = [wantedEntry(aCount('large', 61), LIMIT)];
    await writeObjectSegment(world.files, { entries, wants: [] });
    await settle(world);
    assert.deepEqual(world.handedOn, ['a']);
    await merged(world, [aCount('c', 121)]);
    assert.deepEqual(world.ids(), ['a', 'c']);
  });

  for (const [what, counts] of [
    ['counts no more', new Map()],
    ['counts in another timespan', new Map([['c', { ...LIMIT, timespanMs: 61_000 }]])],
  ] as const) {
    it(`of a correlation that ${what} are handed on as they come`, async () => {
      const world = openCountFiles(counts);
      await merged(world, [aCount('a')]);
      assert.deepEqual(world.handedOn, ['a']);
    });
  }

  it('that we did not write have their file put aside, and the others of its batch are merged', async () => {
    const world = openCountFiles();
    await world.put([aCount('a')]);
    const entry = { name: '["n","acme"]', text: '[""]' };
    await writeObjectSegment(world.files, { entries: [entry], wants: [] });
    await settle(world);
    assert.equal(world.broken.length, 1);
    await merged(world, [aCount('b'), aCount('c')]);
    assert.deepEqual(world.ids(), ['a', 'b', 'c']);
  });
});
