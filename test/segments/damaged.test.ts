// A file of starts that is damaged, or is none of ours, is put aside and told of, and keeps nobody from the others.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SegmentFiles } from '../../src/ports/index.ts';
import { compactSegments, promoteSegments, writeObjectSegment } from '../../src/segments/index.ts';
import { openSegments, type SegmentWorld } from './builders.ts';

async function settle(world: SegmentWorld) {
  const report = await promoteSegments(world.deps());
  await compactSegments(report.sight, world.deps());
  return report;
}

describe('A damaged file', () => {
  it('is put aside and told of; the others of its batch are merged', async () => {
    const world = openSegments();
    await world.put(['a'], ['b']);
    await world.put(['b']);
    const [key = '', ...others] = await world.keys();
    const content = (await world.files.read(key)) ?? new Uint8Array();
    for (const cut of [content.subarray(0, content.length - 1), content.map((byte) => byte ^ 1)]) {
      await world.files.write(key, cut);
      await world.files.write('0/new/no-name-of-ours', cut);
      const report = await settle(world);
      assert.deepEqual(
        [report.left, world.broken.splice(0).sort()],
        [0, [key, '0/new/no-name-of-ours'].sort()],
      );
      assert.deepEqual(await world.files.read(`broken/${key}`), cut);
    }
    assert.equal(others.length, 1);
    assert.deepEqual(
      (await world.keys()).filter((one) => one.startsWith('0/')),
      [],
    );
  });

  it('is put aside whatever its name, also one as long as S3 takes', async () => {
    const world = openSegments();
    const write = async (key: string, content: Uint8Array) => {
      // As S3, of which `starts/` stands before.
      if (Buffer.byteLength(`starts/${key}`) > 1_024) throw new RangeError('KeyTooLongError');
      await world.files.write(key, content);
    };
    const long = ['x'.repeat(1_017), `${'x'.repeat(1_016)}y`, '𐐷'.repeat(254)];
    for (const key of long) await write(key, Buffer.from(key.slice(-1)));
    await world.put(['a'], ['a']);
    await promoteSegments(world.deps({ files: { ...world.files, write } }));
    assert.deepEqual([world.promotedKeys(), world.broken.sort()], [['a'], long.sort()]);
    const aside = (await world.keys()).filter((key) => !/^\d/.test(key));
    assert.equal(aside.filter((key) => key.startsWith('broken/')).length, long.length);
  });

  it('is left where it is where it has no name of ours and is too large to be read', async () => {
    const world = openSegments();
    const read = world.files.read.bind(world.files);
    await world.files.write('huge', new Uint8Array(1));
    await world.put(['a'], ['a']);
    const files: SegmentFiles = {
      ...world.files,
      async *list(after) {
        for await (const file of world.files.list(after)) {
          yield file.key === 'huge' ? { ...file, bytes: 5 * 2 ** 30 } : file;
        }
      },
      read: async (key, span) => {
        assert.notEqual(key, 'huge');
        return await read(key, span);
      },
    };
    await promoteSegments(world.deps({ files }));
    assert.deepEqual([world.promotedKeys(), world.broken], [['a'], ['huge']]);
    assert.ok((await world.keys()).includes('huge'));
  });

  it('that was merged costs what was in it, and nothing else', async () => {
    const world = openSegments();
    await world.put(['a']);
    await settle(world);
    const [key = ''] = await world.keys();
    await world.files.write(
      key,
      ((await world.files.read(key)) ?? new Uint8Array()).map(() => 7),
    );
    await world.put(['b'], ['a', 'b']);
    await promoteSegments({ ...world.deps() });
    assert.deepEqual([world.promotedKeys(), world.broken], [['b'], [key]]);
  });

  it('whose entries are not ours is found among those of its batch', async () => {
    const world = openSegments();
    await world.put(['a'], ['a']);
    const name = '["k","acme","sysmon","x"]';
    await writeObjectSegment(world.files, { entries: [{ name, text: '{}' }], wants: [name] });
    await settle(world);
    assert.deepEqual([world.promotedKeys(), world.broken.length], [['a'], 1]);
    assert.deepEqual(
      (await world.keys()).filter((one) => one.startsWith('0/')),
      [],
    );
  });
});
