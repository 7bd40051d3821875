// When bundles are stale.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { isBuilt, sourcesDigest, stamp } from '../../scripts/function-stamp.ts';
import { tempFolder } from '../infra/support/temp-folder.ts';

it('follows what bundles are made of, and nothing else', () => {
  const root = tempFolder({
    'src/model/a.ts': 'a',
    'src/cli/b.ts': 'b',
    'src/local/c.ts': 'c',
    'functions/scan/d.ts': 'd',
    'dist/rules/ruleset.mjs': 'e',
  });
  const before = sourcesDigest(root);
  for (const path of ['src/cli/b.ts', 'src/local/c.ts']) writeFileSync(join(root, path), 'other');
  assert.equal(sourcesDigest(root), before);
  for (const path of ['src/model/a.ts', 'functions/scan/d.ts', 'dist/rules/ruleset.mjs']) {
    const last = sourcesDigest(root);
    writeFileSync(join(root, path), 'other');
    assert.notEqual(sourcesDigest(root), last, path);
  }
});

it('takes bundles for built where each is there, of the same sources, and their build came to its end', () => {
  const folder = tempFolder({ 'scan/index.mjs': '' });
  assert.equal(isBuilt(folder, ['scan'], 'one'), false, 'never stamped');
  stamp(folder, 'one');
  assert.equal(isBuilt(folder, ['scan'], 'one'), true);
  assert.equal(isBuilt(folder, ['scan'], 'two'), false, 'other sources');
  assert.equal(isBuilt(folder, ['scan', 'settle'], 'one'), false, 'one is missing');
  stamp(folder, undefined);
  assert.equal(isBuilt(folder, ['scan'], 'one'), false, 'a build has begun');
});
