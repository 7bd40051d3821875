// docs/sources.md is what the tables say.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { describeSources, listSources } from '../../src/source/index.ts';

describe('docs/sources.md', () => {
  it('is as scripts/gen-docs.ts writes it', () => {
    const written = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8');
    assert.equal(written, describeSources(), 'run `node scripts/run.mjs scripts/gen-docs.ts`');
  });

  it('names every source and derived field', () => {
    const text = describeSources();
    for (const source of listSources({ mapSecurityEvents: true })) {
      assert.ok(text.includes(`\`${source.id}\``));
      for (const { field } of source.derived) assert.ok(text.includes(`| \`${field}\` |`), field);
    }
  });
});
