// When a file of the watched folder is whole.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sightings, STEADY_MS } from '../../../src/cli/local/sightings.ts';

const NOW = Date.UTC(2026, 10, 20, 10);
const file = (path: string, size: number, mtimeMs: number) => ({ path, size, mtimeMs });
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('a file of the watched folder', () => {
  it('is told at the first look where nobody has touched it for a while, and once', () => {
    const sightings = new Sightings();
    const old = file('a', 10, NOW - STEADY_MS);
    assert.deepEqual(sightings.look([old], NOW), [old]);
    assert.deepEqual(sightings.look([old], NOW + 60_000), []);
    assert.equal(sightings.areWaiting, false);
  });

  it('is told when it has stopped growing', () => {
    const sightings = new Sightings();
    assert.deepEqual(sightings.look([file('a', 1, NOW)], NOW), []);
    assert.equal(sightings.areWaiting, true);
    assert.deepEqual(sightings.look([file('a', 2, NOW + 900)], NOW + 1_000), []);
    assert.deepEqual(sightings.look([file('a', 2, NOW + 900)], NOW + 1_800), []);
    const [whole] = sightings.look([file('a', 2, NOW + 900)], NOW + 1_900);
    assert.equal(whole?.size, 2);
  });

  it('is steady by our own looks where its clock is ahead', () => {
    const sightings = new Sightings();
    const ahead = file('a', 1, NOW + 3_600_000);
    assert.deepEqual(sightings.look([ahead], NOW), []);
    assert.deepEqual(sightings.look([ahead], NOW + STEADY_MS), [ahead]);
  });

  it('is told again for another content, and when it is there again', () => {
    const sightings = new Sightings();
    sightings.look([file('a', 1, NOW - 9_000)], NOW);
    const other = file('a', 1, NOW - 5_000);
    assert.deepEqual(sightings.look([other], NOW), [other]);
    sightings.look([], NOW);
    assert.deepEqual(sightings.look([other], NOW), [other]);
  });

  it('waits under a name of what is unfinished until it is renamed', () => {
    const sightings = new Sightings();
    const names = ['a.json.tmp', 'b.gz.part', 'c.crdownload', 'd.json'];
    const files = names.map((name) => file(name, 1, 0));
    assert.deepEqual(paths(sightings.look(files, NOW)), ['d.json']);
    assert.deepEqual(paths(sightings.look([file('a.json', 1, 0)], NOW)), ['a.json']);
  });

  it('is told again, once steady, where it could not be taken', () => {
    const sightings = new Sightings();
    const old = file('a', 1, 0);
    sightings.look([old], NOW);
    sightings.again('a', NOW);
    assert.equal(sightings.areWaiting, true);
    assert.deepEqual(sightings.look([old], NOW + 500), []);
    assert.deepEqual(sightings.look([old], NOW + STEADY_MS), [old]);
  });
});
