// The newest objects of a listing that is by key: all of a small bucket, and of a large one an estimate in few requests.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findRecent } from '../../../src/cli/doctor/recent-objects.ts';
import { aBucket, anObject, listing, NOW_MS, REFUSED } from './fakes.ts';

const HOUR_MS = 3_600_000;

async function recentOf(objects: readonly ReturnType<typeof anObject>[], prefix = '') {
  const { list, pages } = listing(objects);
  const found = await findRecent(aBucket({ list }), prefix);
  if (found.kind === 'unknown') throw new Error(found.code);
  return { ...found.value, pages: pages() };
}

it('of a small bucket are the newest twenty, without folder markers and empty objects', async () => {
  const objects = Array.from({ length: 30 }, (_, hour) =>
    anObject(`k${hour % 7}/${hour}`, { modifiedMs: NOW_MS - hour * HOUR_MS }),
  );
  const { recent, isExact, pages } = await recentOf([
    ...objects,
    anObject('z/'),
    anObject('e', { size: 0 }),
  ]);
  assert.deepEqual([recent.length, isExact, pages], [20, true, 1]);
  assert.deepEqual(recent, objects.slice(0, 20));
});

it('of a large bucket are looked for in the last folder of each branch, in a few pages', async () => {
  const branch = (source: string, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const day = String(1 + (index % 20)).padStart(2, '0');
      return anObject(`logs/${source}/2026/11/${day}/${index}`, {
        modifiedMs: NOW_MS - (20 - (index % 20)) * 24 * HOUR_MS,
      });
    });
  const objects = [...branch('edr', 4_000), ...branch('fdr', 2_500)];
  const { recent, isExact, folders, pages } = await recentOf(objects, 'logs/');
  assert.equal(isExact, false);
  assert.deepEqual(folders, ['logs/edr/2026/11/20/', 'logs/fdr/2026/11/20/']);
  assert.deepEqual(
    recent.map(({ key }) => key.slice(5, 8)),
    Array.from({ length: 10 }, () => ['edr', 'fdr']).flat(),
    'each branch in turn',
  );
  assert.ok(pages < 40, `${pages} pages`);
});

it('of a large flat bucket are the newest of what was listed, which is said not to be all', async () => {
  const objects = Array.from({ length: 6_000 }, (_, index) => anObject(`${index}.gz`));
  const { isExact, listed, folders } = await recentOf(objects);
  assert.deepEqual([isExact, listed.length, folders], [false, 5_000, ['']]);
});

it('cannot be told where the listing is refused', async () => {
  assert.deepEqual(await findRecent(aBucket({ list: async () => REFUSED }), ''), REFUSED);
});
