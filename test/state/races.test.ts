// Every interleaving of scans over the stores in memory: one finding, published once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import { createSetClock } from '../support/set-clock.ts';
import { everyOrder, type Gate } from './interleavings.ts';
import { RACES, runRace, runRaceWithCrash } from './races.ts';
import type { Stores, World } from './world.ts';

const LATE_MS = Number.MAX_SAFE_INTEGER;

function openWorld(): World {
  const clock = createSetClock();
  const stores = createMemoryState(clock);
  const { processes, findings } = stores;
  return {
    clock,
    stores,
    gated: (gate) => gatedStores(stores, gate),
    published: [],
    countDue: async () => [processes, findings].flatMap((one) => one.due(LATE_MS)).length,
  };
}

/** Each method of a store is one step, but for those of alerts: every order of these too would be too many. */
function gatedStores(stores: Stores, gate: Gate): Stores {
  const { processes, findings, partialMatches } = stores;
  return {
    // Alerts are one scan's alone here: the one that created the finding.
    ...stores,
    processes: {
      putStarts: (starts) => gate.step(() => processes.putStarts(starts)),
      awaitStart: (connection) => gate.step(() => processes.awaitStart(connection)),
      conclude: (connection) => gate.step(() => processes.conclude(connection)),
      judgedEarly: (connection) => gate.step(() => processes.judgedEarly(connection)),
      settleDue: (nowMs, leaseMs) => processes.settleDue(nowMs, leaseMs),
    },
    findings: {
      record: (part, terms) => gate.step(() => findings.record(part, terms)),
      sent: (tenant, id, revision) => gate.step(() => findings.sent(tenant, id, revision)),
      dropped: (...given) => gate.step(() => findings.dropped(...given)),
      revise: (...given) => gate.step(() => findings.revise(...given)),
      read: (tenant, id) => gate.step(() => findings.read(tenant, id)),
      unsent: (nowMs, terms) => findings.unsent(nowMs, terms),
    },
    partialMatches: {
      put: (puts) => gate.step(() => partialMatches.put(puts)),
      makeRoom: () => partialMatches.makeRoom(),
      range: (group, spans) => gate.step(() => partialMatches.range(group, spans)),
      judged: (due) => gate.step(() => partialMatches.judged(due)),
      due: (nowMs) => partialMatches.due(nowMs),
    },
  };
}

describe('stores in memory, in every order of the steps', () => {
  for (const race of RACES) {
    it(`make one finding, published once, of ${race.what}`, async () => {
      const runs = await everyOrder((choose) => runRace(race, openWorld(), choose));
      assert.ok(runs >= 2, `only ${runs} orders`);
    });

    it(`make one finding though a scan crashes at any step: ${race.what}`, async () => {
      let crashes = 0;
      for (const [task] of race.scans.entries()) {
        for (let afterSteps = 0, isPast = false; !isPast; afterSteps++) {
          isPast = true;
          await everyOrder(async (choose) => {
            const crash = { task, afterSteps };
            const { hasCrashed, isRepeated } = await runRaceWithCrash(
              race,
              openWorld(),
              choose,
              crash,
            );
            assert.ok(hasCrashed || !isRepeated);
            if (hasCrashed) isPast = false;
            crashes += Number(hasCrashed);
          });
        }
      }
      assert.ok(crashes >= 10, `only ${crashes} crashes`);
    });
  }
});
