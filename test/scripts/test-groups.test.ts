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

  it('leave those alone that others would wait for, or that measure the memory of their process', () => {
    for (const { files: together } of groups.filter((group) => group.files.length > 1)) {
      for (const file of together) {
        assert.doesNotMatch(file, /chaos\/chaos|e2e\/queue|bounded-memory|decode\/limits/);
      }
    }
  });

  it('are of one folder, of like size, no more than thirty', () => {
    const made = groupTests(Array.from({ length: 61 }, (_, index) => `test/a/${index}.test.ts`));
    assert.deepEqual(
      made.map((group) => group.files.length),
      [21, 21, 19],
    );
  });

  it('are of several folders where these have few', () => {
    const few = ['test/a/x.test.ts', 'test/b/y.test.ts', 'test/b/z.test.ts'];
    assert.deepEqual(groupTests(few), [{ name: '00-a-to-b', files: few }]);
    assert.deepEqual(groupTests(few.slice(0, 1)), [{ name: '00-a-x', files: few.slice(0, 1) }]);
  });
});
