// How much waits in one scan.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import { DECODER } from '../../src/decode/index.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import { JoinWait, MAX_WAITING_CHARACTERS } from '../../src/pipeline/join-wait.ts';
import { createTally } from '../../src/pipeline/tally.ts';
import { createRegistry } from '../../src/source/index.ts';
import { fdrConnection } from '../source/fdr-records.ts';

it('is bounded by what records take, however few', () => {
  const registry = createRegistry();
  const routing = createRouting(rules, new Set(), correlations);
  const wait = new JoinWait({ registry, routing, window: {}, onMatch: () => 'new' });
  const reading = registry.read(fdrConnection({ Tags: 'a'.repeat(4 * 1_048_576) }));
  const [event] = reading.kind === 'events' ? reading.events : [];
  assert.ok(event !== undefined);
  const tally = createTally();
  const place = () => ({ object: 'o', ordinal: 0, offset: 0 });
  const { join } = wait.evaluationOf(0, DECODER.createLateRoom(1).lines());
  const held = Array.from({ length: 40 }, () => join?.holds(event, place, tally));
  const most = Math.ceil(MAX_WAITING_CHARACTERS / (4 * 1_048_576));
  assert.equal(held.filter((one) => one === true).length, most);
  assert.deepEqual([tally.joinCandidates, tally.joinOverflow], [most, 40 - most]);
});
