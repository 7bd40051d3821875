// What the join of an object holds in memory while the object is read.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { correlations, rules } from '../../../dist/rules/ruleset.mjs';
import { ObjectJoin } from '../../../functions/scan/object-join.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import type { JsonObject, LogEvent } from '../../../src/model/index.ts';
import { createJoinPlan, createRouting } from '../../../src/pipeline/index.ts';
import type { KeyOffers } from '../../../src/ports/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { fdrConnection, fdrStart } from '../../source/fdr-records.ts';
import { anOutbox } from '../../support/outbox.ts';
import { createSetClock } from '../../support/set-clock.ts';

const routing = createRouting(rules, new Set(), correlations);
const registry = createRegistry();
const LONG = 'a'.repeat(1_000_000);

function eventOf(record: JsonObject): LogEvent {
  const reading = registry.read(record);
  const [event] = reading.kind === 'events' ? reading.events : [];
  assert.ok(event !== undefined);
  return event;
}

/** An object's join, and how many starts went to the store by each call. */
function open() {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const { partialMatches, processes } = state;
  const puts: number[] = [];
  const join = new ObjectJoin(
    {
      tenant: 'acme',
      plan: createJoinPlan(routing),
      evaluation: { registry, routing, window: {} },
      correlations,
      processes: {
        putStarts: (starts: readonly KeyOffers[]) => {
          puts.push(starts.length);
          return processes.putStarts(starts);
        },
        awaitStart: (connection) => processes.awaitStart(connection),
        settleDue: (nowMs, leaseMs) => processes.settleDue(nowMs, leaseMs),
        conclude: (connection) => processes.conclude(connection),
        judgedEarly: (connection) => processes.judgedEarly(connection),
      },
      partialMatches,
      outbox: anOutbox(state, clock),
      terms: () => ({ owner: 'o', leaseMs: 60_000 }),
      clock,
    },
    900_000,
  );
  return { join, puts };
}

const start = (process: number, more: JsonObject) =>
  eventOf(fdrStart({ TargetProcessId: String(process), ...more }));

it('keeps starts at once that grow too large, also those of which little was said at first', async () => {
  const { join, puts } = open();
  for (let process = 1; process <= 40; process++) join.see(start(process, { CommandLine: '' }));
  await join.flush();
  assert.deepEqual(puts, []);
  for (let process = 1; process <= 40; process++) join.see(start(process, { CommandLine: LONG }));
  await join.flush();
  assert.equal(
    puts.reduce((sum, count) => sum + count, 0),
    40,
  );
});

it('keeps starts in turns: who waits for one of them need not be held for all', async () => {
  const { join, puts } = open();
  for (let process = 1; process <= 200; process++) join.see(start(process, {}));
  await join.finish();
  assert.ok(Math.max(...puts) <= 64, `${Math.max(...puts)} at once`);
  assert.equal(
    puts.reduce((sum, count) => sum + count, 0),
    200,
  );
});

it('does not wait for what nobody can bring: a connection of no process', async () => {
  const { join } = open();
  const event = eventOf(fdrConnection({ ContextProcessId: '0' }));
  const delivery = { object: 'o', ordinal: 0, offset: 0 };
  assert.equal(join.takes({ event, delivery }, []).size, 0);
});
