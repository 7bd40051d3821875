// What every store of segments must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { SegmentFile, SegmentFiles } from '../../src/ports/index.ts';

/** Registers the suite. @param open a store without files */
export function describeSegmentFiles(
  name: string,
  open: (t: TestContext) => Promise<SegmentFiles>,
): void {
  const listed = async (files: SegmentFiles, after?: string): Promise<readonly SegmentFile[]> => {
    const found: SegmentFile[] = [];
    for await (const file of files.list(after)) found.push(file);
    return found;
  };
  const keysOf = async (files: SegmentFiles, after?: string) =>
    (await listed(files, after)).map(({ key }) => key);
  const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

  describe(`Files of segments in ${name}`, () => {
    it('are listed by key, all or those behind one, with their size and time', async (t) => {
      const files = await open(t);
      assert.deepEqual(await listed(files), []);
      for (const key of ['1/p/b-1', '0/new/a-1', '0/new/c-1']) {
        await files.write(key, Buffer.from(key));
      }
      assert.deepEqual(await keysOf(files), ['0/new/a-1', '0/new/c-1', '1/p/b-1']);
      assert.deepEqual(await keysOf(files, '0/~'), ['1/p/b-1']);
      for (const { bytes, modifiedMs, key } of await listed(files)) {
        assert.equal(bytes, key.length);
        assert.ok(modifiedMs > 0);
      }
    });

    it('are read whole and in part; one that is not there is none', async (t) => {
      const files = await open(t);
      await files.write('0/new/a-1', Buffer.from('one two three'));
      assert.equal(textOf(await files.read('0/new/a-1')), 'one two three');
      assert.equal(textOf(await files.read('0/new/a-1', { from: 4, bytes: 3 })), 'two');
      assert.equal(await files.read('0/new/b-1'), undefined);
      assert.equal(await files.read('0/new/b-1', { from: 0, bytes: 1 }), undefined);
    });

    it('may be written again, and removed, of which some were not there', async (t) => {
      const files = await open(t);
      const keys = Array.from({ length: 20 }, (_, index) => `0/new/${index}-1`);
      for (const key of [...keys, ...keys]) await files.write(key, Buffer.from('x'));
      await files.write('1/p/b-1', Buffer.from('x'));
      await files.remove([...keys, '0/new/none-1']);
      await files.remove([]);
      assert.deepEqual(await keysOf(files), ['1/p/b-1']);
    });
  });
}
