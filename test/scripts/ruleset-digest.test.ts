// What the ledger takes two scans for the same by: not the rules alone, but all that decides what is found in an object.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DECIDING_FOLDERS, digestOf } from '../../scripts/ruleset-digest.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What becomes of a finding once it is found, and where things are kept: another release of it finds nothing else. */
const REST = [
  'adapters',
  'alert',
  'archive',
  'cli',
  'deliver',
  'local',
  'ports',
  'quarantine',
  'redact',
  'segments',
];

/** What code that decides may import of these: interfaces, and what is told once it is found. */
const TOLD_AFTER = ['alert', 'ports'];

const RULES = [{ path: 'rules/a.yml', text: 'a' }];
const CODE = [{ path: 'src/source/a.ts', text: 'a' }];

it('is another with another rule, and with other code that reads or judges records', () => {
  const digest = digestOf(RULES, CODE);
  assert.equal(digestOf([...RULES], [...CODE]), digest);
  assert.notEqual(digestOf([{ path: 'rules/a.yml', text: 'b' }], CODE), digest);
  assert.notEqual(digestOf(RULES, [{ path: 'src/source/a.ts', text: 'b' }]), digest);
});

it('is of every layer but those that decide nothing', () => {
  const layers = globSync('src/*/', { cwd: ROOT }).map((path) => path.slice('src/'.length));
  const deciding = DECIDING_FOLDERS.filter((path) => path.startsWith('src/'));
  assert.deepEqual(
    [...deciding.map((path) => path.slice('src/'.length)), ...REST].toSorted(),
    layers.map((layer) => layer.replace(/\/$/, '')).toSorted(),
  );
});

it('imports of what it is of lead to nothing that it is not of, but ports and what tells of findings', () => {
  const paths = globSync(
    DECIDING_FOLDERS.map((folder) => `${folder}/**/*.ts`),
    { cwd: ROOT },
  );
  const outside = paths
    .filter((path) => path.startsWith('src/'))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return [...text.matchAll(/from '\.\.\/(?:\.\.\/)*(\w+)\/index\.ts'/g)].map(
        ([, layer]) => layer,
      );
    })
    .filter((layer) => !TOLD_AFTER.includes(layer ?? '') && REST.includes(layer ?? ''));
  assert.deepEqual(outside, []);
});
