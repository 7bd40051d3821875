// The list of metrics is whole and true: types let nothing else be emitted, and here nothing is listed that nobody emits.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { METRIC_NAMES } from '../../src/model/index.ts';

const FUNCTIONS = fileURLToPath(new URL('../../functions', import.meta.url));

/** What stands between quotes in the sources of a function, and in those that all share. */
function quoted(service: string): ReadonlySet<string> {
  const files = globSync(`{${service},shared}/**/*.ts`, { cwd: FUNCTIONS });
  const texts = files.map((file) => readFileSync(join(FUNCTIONS, file), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/'(\w+)'/g)].map(([, name = '']) => name)),
  );
}

for (const [service, names] of Object.entries(METRIC_NAMES)) {
  test(`each metric that is listed for ${service} is emitted there, and listed once`, () => {
    const found = quoted(service);
    assert.deepEqual(
      names.filter((name) => !found.has(name)),
      [],
    );
    assert.equal(new Set<string>(names).size, names.length);
  });
}
