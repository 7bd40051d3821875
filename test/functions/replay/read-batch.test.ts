// A batch whose time runs out: what is done stays done, the next attempt goes on behind it, and what never fits is named.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ReplayRun } from '../../../functions/replay/input.ts';
import { readBatch, type Reading } from '../../../functions/replay/read-batch.ts';
import type { PlannedS3Object } from '../../../src/replay/index.ts';

const RUN: ReplayRun = {
  id: `r1_${'a'.repeat(27)}`,
  tenant: 'acme',
  isPaging: false,
  started: '2026-11-30T09:00:00.000Z',
  objects: 3,
};
const OBJECTS = [0, 1, 2].map(
  (index): PlannedS3Object => ({
    index,
    bucket: 'logs',
    key: `${index}.json`,
    etag: `e${index}`,
    size: 1,
    modified: '2026-11-20T10:15:00.000Z',
  }),
);

/** A run whose files are kept, with time for so many objects. */
function attempts() {
  const kept = new Map<string, string>();
  const read: number[] = [];
  return {
    read,
    kept,
    attempt(objectsInTime: number, abortsAt = Number.NaN, throwsAt = Number.NaN) {
      let left = objectsInTime;
      const ending = new AbortController();
      const deps = {
        run: RUN,
        files: {
          read: async (key: string) => {
            const text = kept.get(key);
            return text === undefined ? undefined : Buffer.from(text);
          },
          write: async (key: string, content: Uint8Array | string) => {
            kept.set(key, Buffer.from(content).toString());
          },
          async *list() {
            yield* kept.keys();
          },
        },
        time: { hasTime: () => left-- > 0, signal: ending.signal },
        open: ({ key, size }: PlannedS3Object) => ({
          name: key,
          size,
          failure: undefined,
          content: undefined,
          async *open() {
            yield new Uint8Array();
          },
        }),
      };
      return readBatch('find', OBJECTS, deps, async (_object, { index }): Promise<Reading> => {
        read.push(index);
        if (index === throwsAt) throw new Error(`the state said no to ${index}`);
        if (index !== abortsAt) return { fate: 'scanned', lines: [] };
        ending.abort();
        return { fate: 'incomplete', cause: 'it broke off', lines: [] };
      });
    },
  };
}

it('goes on behind what an earlier attempt was done with', async () => {
  const { attempt, read } = attempts();
  await assert.rejects(attempt(2), { name: 'OutOfTimeError' });
  assert.deepEqual(await attempt(2), { objects: 3, scanned: 3, failed: 0 });
  assert.deepEqual(read, [0, 1, 2]);
  assert.deepEqual(await attempt(2), { objects: 3, scanned: 3, failed: 0 });
  assert.deepEqual(read, [0, 1, 2], 'nothing is read a third time');
});

it('reads an object again that the end of the time broke off, and names it where a whole attempt is not enough', async () => {
  const { attempt, read, kept } = attempts();
  await assert.rejects(attempt(3, 1), { name: 'OutOfTimeError' });
  await assert.rejects(attempt(3, 1), { name: 'OutOfTimeError' });
  assert.deepEqual(await attempt(3), { objects: 3, scanned: 2, failed: 1 });
  assert.deepEqual(read, [0, 1, 1, 2, 2]);
  const [text = ''] = kept.values();
  assert.match(
    text,
    /"fate":"incomplete","cause":"it does not fit into the 15 minutes of a function/,
  );
});

it('reads the others of a batch in which one throws, and that one alone again', async () => {
  const { attempt, read } = attempts();
  await assert.rejects(attempt(3, Number.NaN, 1), /the state said no to 1/);
  await assert.rejects(attempt(3, Number.NaN, 1), /the state said no to 1/);
  assert.deepEqual(await attempt(3), { objects: 3, scanned: 3, failed: 0 });
  assert.deepEqual(read, [0, 1, 2, 1, 1]);
});
