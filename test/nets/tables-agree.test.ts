// biome.json names the pure layers in its own way, and JSON cannot import: these tests hold it to the layer table.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { LAYERS } from '../../scripts/layers.ts';
import { REPOSITORY } from './planted-tree.ts';

const BIOME: unknown = JSON.parse(readFileSync(join(REPOSITORY, 'biome.json'), 'utf8'));

/** The lists of globs that stand under `includes` anywhere in the configuration. */
function includes(value: unknown): readonly (readonly unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'includes' && Array.isArray(member) ? [member] : includes(member),
  );
}

describe('the layer table', () => {
  it('names the same pure layers as biome.json', () => {
    const pure = LAYERS.filter(({ isPure }) => isPure).map(({ path }) => `**/${path}/**`);
    const listing = includes(BIOME).filter((globs) => globs.includes('**/src/model/**'));
    assert.equal(listing.length, 1);
    assert.deepEqual([...(listing[0] ?? [])].sort(), pure.sort());
  });

  it('lists no layer twice', () => {
    const paths = LAYERS.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
  });

  it('imports only layers that it lists', () => {
    const paths = LAYERS.map(({ path }) => path);
    const imported = LAYERS.flatMap((layer) => layer.imports);
    assert.deepEqual(
      imported.filter((path) => !paths.includes(path)),
      [],
    );
  });
});
