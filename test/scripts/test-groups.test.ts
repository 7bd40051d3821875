// The groups of `npm test`: every file is in one.

import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { describe, it } from 'node:test';
import { groupTests } from '../../scripts/test-groups.ts';
import { ROOT } from '../infra/support/root.ts';

describe('the groups of tests', () => {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT });
  const groups = groupTests(files);

  it('hold every test file once', () => {
    assert.deepEqual(groups.flatMap((group) => group.files).toSorted(), files.toSorted());
  });

  it('have names in the order in which they are to begin, the longest first', () => {
    const names = groups.map(({ name }) => name);
    assert.deepEqual(names.toSorted(), names);
    assert.deepEqual(new Set(names).size, names.length);
    assert.deepEqual(groups[0]?.files, ['test/chaos/chaos.test.ts']);
  });

  it('leave those alone that start servers or measure their memory', () => {
    for (const { files: together } of groups.filter((group) => group.files.length > 1)) {
      for (const file of together) assert.doesNotMatch(file, /e2e\/|bounded-memory/);
    }
  });

  it('are of one folder, of like size, no more than twenty', () => {
    const made = groupTests(Array.from({ length: 41 }, (_, index) => `test/a/${index}.test.ts`));
    assert.deepEqual(
      made.map((group) => group.files.length),
      [14, 14, 13],
    );
    assert.deepEqual(groupTests(['test/a/x.test.ts', 'test/b/x.test.ts']), [
      { name: '000-a-x', files: ['test/a/x.test.ts'] },
      { name: '001-b-x', files: ['test/b/x.test.ts'] },
    ]);
  });
});
