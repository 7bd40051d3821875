// What every store of budgets must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Budget, BudgetStore } from '../../src/ports/index.ts';
import { DAY_MS, HOUR_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const HOUR: Budget = {
  tenant: 'acme',
  rule: 'fan-out',
  hourMs: Date.UTC(2026, 10, 20, 12),
  most: 2,
};

/** Registers the suite. */
export function describeBudgetStore(name: string, open: Open<BudgetStore>): void {
  describe(`${name}, as a store of budgets`, () => {
    it('grants so many of a rule and hour, and those again', async () => {
      const { store } = await open();
      const ids = ['a', 'b', 'c', 'a', 'b', 'c', 'd'];
      const answers: string[] = [];
      for (const id of ids) answers.push(await store.spend(HOUR, id));
      const [yes, no] = ['granted', 'over'];
      assert.deepEqual(answers, [yes, yes, no, yes, yes, no, no]);
    });

    it('grants no more to many at once', async () => {
      const { store } = await open();
      const ids = Array.from({ length: 10 }, (_, index) => `f${index}`);
      const answers = await Promise.all(ids.map((id) => store.spend(HOUR, id)));
      assert.equal(answers.filter((answer) => answer === 'granted').length, 2);
    });

    it('keeps tenants, rules and hours apart', async () => {
      const { store } = await open();
      for (const id of ['a', 'b']) await store.spend(HOUR, id);
      for (const other of [
        { tenant: 'other' },
        { rule: 'fan-out#2026' },
        { hourMs: HOUR.hourMs + HOUR_MS },
      ]) {
        assert.equal(await store.spend({ ...HOUR, ...other }, 'c'), 'granted');
      }
    });

    it('grants nothing where nothing may be told', async () => {
      const { store } = await open();
      assert.equal(await store.spend({ ...HOUR, most: 0 }, 'a'), 'over');
    });

    it('forgets seven days after the last was granted', async () => {
      const { store, clock } = await open();
      await store.spend({ ...HOUR, most: 1 }, 'a');
      clock.advance(7 * DAY_MS - 1_000);
      assert.equal(await store.spend({ ...HOUR, most: 1 }, 'b'), 'over');
      clock.advance(2_000);
      assert.equal(await store.spend({ ...HOUR, most: 1 }, 'b'), 'granted');
      assert.equal(await store.spend({ ...HOUR, most: 1 }, 'a'), 'over');
    });
  });
}
