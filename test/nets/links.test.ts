// No document sends its reader to a file that is not there.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findBrokenLinks } from './links.ts';
import { REPOSITORY, withTree } from './planted-tree.ts';

const DOCUMENTS = ['*.md', '{docs,infra,rules,events,bench,test}/**/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: REPOSITORY }),
);

describe('the links of documents', () => {
  it('are refused where they lead nowhere, and passed where they lead somewhere or outside', async () => {
    const text =
      '[a](b.md) [c](d/absent.md) [e](../absent.md#part) [f](d) [g](https://example.com) [h](#part) `[i](absent)`';
    const broken = await withTree({ 'docs/b.md': '', 'docs/d/x.md': '' }, (root) =>
      findBrokenLinks(join(root, 'docs/a.md'), text),
    );
    assert.deepEqual(broken, ['d/absent.md', '../absent.md#part']);
  });

  it('are looked for in the documents that there are', () => {
    assert.ok(DOCUMENTS.includes('README.md'));
    assert.ok(DOCUMENTS.length > 10, `only ${DOCUMENTS.length} documents were found`);
  });

  for (const document of DOCUMENTS) {
    it(`all lead somewhere in ${document}`, () => {
      const path = join(REPOSITORY, document);
      assert.deepEqual(findBrokenLinks(path, readFileSync(path, 'utf8')), []);
    });
  }
});
