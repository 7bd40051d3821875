// Rules from folders, ready to run.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loadPack } from '../../src/cli/rule-pack.ts';

it('what compiling rules leaves behind is collected once, before they run', async (t) => {
  const { gc } = globalThis;
  t.after(() => Object.assign(globalThis, { gc }));
  let collected = 0;
  Object.assign(globalThis, { gc: () => void collected++ });
  const { rules } = await loadPack(['rules'], new Map());
  assert.ok(rules.length > 0);
  assert.equal(collected, 1);
});

it('rules load where nobody can ask for a collection', async (t) => {
  const { gc } = globalThis;
  t.after(() => Object.assign(globalThis, { gc }));
  Object.assign(globalThis, { gc: undefined });
  const { rules } = await loadPack(['rules'], new Map());
  assert.ok(rules.length > 0);
});
