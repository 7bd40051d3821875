// A connection that waited is read by the source that its scan was told of, though another claims the record too.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { JoinJudge } from '../../../functions/shared/stored-join.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { createJoinPlan, createRouting, packConnections } from '../../../src/pipeline/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { CONNECTION, flat } from '../../source/records.ts';
import { anOutbox } from '../../support/outbox.ts';
import { createSetClock } from '../../support/set-clock.ts';

const RECORD = flat(3, CONNECTION, { event: { dataset: 'endpoint.events.network' } });
const DELIVERY = { object: 's3://logs/a.gz', ordinal: 7, offset: 4_096 };

it('judges what the scan let wait of a record that two sources claim', () => {
  const registry = createRegistry();
  assert.equal(registry.read(RECORD).kind, 'ambiguous');
  const reading = createRegistry({ only: 'sysmon' }).read(RECORD);
  const events = reading.kind === 'events' ? reading.events : [];
  assert.equal(events.length, 1);
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const routing = createRouting([], new Set(), []);
  const judge = new JoinJudge({
    ...{ tenant: 'acme', ...state, correlations: [], clock },
    plan: createJoinPlan(routing),
    evaluation: { registry, routing, window: {} },
    outbox: anOutbox(state, clock),
    terms: () => ({ owner: 'a', leaseMs: 1_000 }),
  });
  const held = events.map((event) => ({ event, delivery: DELIVERY }));
  const keys = events.flatMap(({ joinKeys }) =>
    joinKeys.map((key) => ({ tenant: 'acme', source: 'sysmon', key })),
  );
  const waited = { body: packConnections(held, ['smb']), keys, offered: [] };
  const { connections, unreadable } = judge.judge(waited);
  assert.deepEqual([connections.length, unreadable], [1, 0]);
  assert.equal(judge.judge({ ...waited, keys: [] }).unreadable, 1);
});
