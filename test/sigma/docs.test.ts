// docs/sigma-support.md is what src/sigma says of itself.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { describeSigma } from '../../src/sigma/index.ts';
import { MODIFIERS } from '../../src/sigma/modifiers/table.ts';

describe('docs/sigma-support.md', () => {
  it('is up to date', () => {
    const written = readFileSync(new URL('../../docs/sigma-support.md', import.meta.url), 'utf8');
    assert.equal(written, describeSigma(), 'run `node scripts/run.mjs scripts/gen-docs.ts`');
  });

  it('names every modifier with one sentence', () => {
    const text = describeSigma();
    for (const { name, summary } of MODIFIERS.values()) {
      assert.ok(text.includes(`| \`${name}\` | ${summary} |`), name);
      assert.match(summary, /\.$|…$/);
    }
  });
});
