// Plants one fault per rule of the layer table in a small tree and sees each caught; the true tree is the control.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { isClean, type LayerReport, reportLayers } from '../../scripts/layer-report.ts';
import { LAYER_FAULTS, SOUND_TREE } from './layer-faults.ts';
import { IS_THOROUGH } from '../support/runs.ts';
import { REPOSITORY, withTree } from './planted-tree.ts';

describe('the layer table', () => {
  let report: LayerReport;
  before(async () => {
    const planted = LAYER_FAULTS.map(({ from, text, also }) => ({ ...also, [from]: text }));
    report = await withTree(Object.assign({}, SOUND_TREE, ...planted), reportLayers);
  });

  for (const { what, rule, from, to } of LAYER_FAULTS) {
    it(`refuses ${what}`, () => {
      const found = report.faults.filter((fault) => fault.rule === rule && fault.from === from);
      assert.equal(found.length, 1, JSON.stringify(report.faults, null, 1));
      assert.ok(found[0]?.to.endsWith(to), `${found[0]?.to} ends with ${to}`);
    });
  }

  it('finds no fault in a file that has none', () => {
    const planted = new Set(LAYER_FAULTS.map(({ from }) => from));
    assert.deepEqual(
      report.faults.filter(({ from }) => !planted.has(from)),
      [],
    );
  });

  it('passes a sound tree', async () => {
    const sound = await withTree(SOUND_TREE, reportLayers);
    assert.deepEqual(sound.faults, []);
    assert.equal(sound.read, Object.keys(SOUND_TREE).length);
    assert.ok(isClean(sound));
  });

  // As `npm run check` does by a command of its own.
  if (IS_THOROUGH) {
    it('passes the repository as it stands', async () => {
      const clean = await reportLayers(REPOSITORY);
      assert.deepEqual(clean.faults, []);
      assert.ok(isClean(clean), `read ${clean.read} of ${clean.onDisk}`);
    });
  }
});

describe('the count of modules read', () => {
  const run = (root: string, ...nodeFlags: string[]) =>
    spawnSync(process.execPath, [...nodeFlags, join(REPOSITORY, 'scripts/check-layers.ts'), root], {
      encoding: 'utf8',
    });

  it('fails a tree in which there is nothing to read', async () => {
    const { status, stderr } = await withTree({}, (root) => run(root));
    assert.equal(status, 1);
    assert.match(stderr, /read 0 of 0 source files/);
  });

  it('fails under a TypeScript that dependency-cruiser cannot read', async () => {
    const hook =
      "import { registerHooks } from 'node:module';" +
      "registerHooks({ load: (url, context, next) => url.endsWith('/typescript/package.json')" +
      ' ? { format: \'json\', source: \'{"version":"7.0.2"}\', shortCircuit: true } : next(url, context) });';
    const flags = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
    const { status, stderr } = await withTree(SOUND_TREE, (root) => run(root, ...flags));
    assert.equal(status, 1);
    assert.match(stderr, /read 0 of \d\d source files/);
  });
});
