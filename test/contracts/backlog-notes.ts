// What all notes of a backlog must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BacklogNotes } from '../../src/ports/index.ts';
import { DAY_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

/** Registers the suite. */
export function describeBacklogNotes(name: string, open: Open<BacklogNotes>): void {
  describe(`${name}, as notes of a backlog`, () => {
    it('gives what was noted last, of its tenant', async () => {
      const { store } = await open();
      assert.equal(await store.read('acme'), undefined);
      await store.note('acme', { sinceMs: 1, lastMs: 2 });
      await store.note('acme', { sinceMs: 1, lastMs: 3 });
      assert.deepEqual(await store.read('acme'), { sinceMs: 1, lastMs: 3 });
      assert.equal(await store.read('other'), undefined);
    });

    it('forgets after a day', async () => {
      const { store, clock } = await open();
      await store.note('acme', { sinceMs: 1, lastMs: 2 });
      clock.advance(DAY_MS - 1_000);
      assert.notEqual(await store.read('acme'), undefined);
      clock.advance(2_000);
      assert.equal(await store.read('acme'), undefined);
    });
  });
}
