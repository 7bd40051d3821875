// More connections than a key has places for: nothing is lost, and those of other processes are in nobody's way.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MAX_WAITING_PER_KEY } from '../../src/ports/index.ts';
import { fdrConnection, fdrStart } from '../source/fdr-records.ts';
import {
  GRACE_MS,
  MODES,
  openJoinWorld,
  scanRecords,
  settleNow,
  storedFindings,
} from './join-world.ts';

const MANY = MAX_WAITING_PER_KEY + 5;
/** Long before the connections: the sequence rule has no say. */
const LONG_BEFORE = { ProcessStartTime: '1795160000.016', timestamp: '1795160000640' };

for (const mode of MODES) {
  it(`lets connections of more processes of a host wait than a key has places for: ${mode}`, async () => {
    const world = openJoinWorld({ mode });
    const processes = Array.from({ length: MANY }, (_, index) => String(10_289_219_422 + index));
    const connections = processes.map((id) => fdrConnection({ id, ContextProcessId: id }));
    await scanRecords(world, 'connections.json', connections);
    const waits = { waits: MANY, judged: 0, full: 0, tooLarge: 0 };
    assert.deepEqual(world.reports[0]?.connections, waits);
    const starts = processes.map((id) => fdrStart({ ...LONG_BEFORE, id, TargetProcessId: id }));
    await scanRecords(world, 'starts.json', starts);
    await settleNow(world);
    assert.equal(world.published.length, MANY);
  });

  it(`judges at the grace with its start what found no place under its key: ${mode}`, async () => {
    const world = openJoinWorld({ mode });
    for (let index = 0; index < MANY; index++) {
      await scanRecords(world, `${index}.json`, [fdrConnection({ id: `c${index}` })]);
    }
    await scanRecords(world, 'start.json', [fdrStart(LONG_BEFORE)]);
    world.clock.advance(GRACE_MS);
    await settleNow(world);
    const [stored, ...others] = await storedFindings(world);
    assert.equal(others.length, 0);
    assert.equal(stored?.matches.length, MANY);
    assert.equal(world.countDue(), 0);
  });
}
