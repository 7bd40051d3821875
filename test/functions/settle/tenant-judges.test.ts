// Connections of several tenants that wait in one table → settle judges each for its own tenant.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defender } from '../../source/records.ts';
import { GRACE_MS, openJoinWorld, scanRecords, settleNow, storedFindings } from '../join-world.ts';

const CONNECTION = defender('DeviceNetworkEvents', {
  InitiatingProcessFolderPath: 'c:\\users\\al\\scan.exe',
  InitiatingProcessSHA1: '3c'.repeat(20),
});

async function settledFor(tenants: readonly string[]) {
  const world = openJoinWorld({ tenants });
  for (const tenant of ['acme', 'example']) {
    await scanRecords(world, `${tenant}.json`, [CONNECTION], { tenant });
  }
  world.clock.advance(GRACE_MS);
  const { connections, created } = await settleNow(world);
  const stored = await storedFindings(world);
  return { connections, created, tenants: stored.map(({ finding }) => finding.tenant).sort() };
}

it('judges the same connection of two tenants once for each, under their names', async () => {
  assert.deepEqual(await settledFor(['acme', 'example']), {
    connections: { final: 0, early: 2 },
    created: 2,
    tenants: ['acme', 'example'],
  });
});

it('judges no connection of a tenant that is none of its own', async () => {
  assert.deepEqual(await settledFor(['example']), {
    connections: { final: 0, early: 1 },
    created: 1,
    tenants: ['example'],
  });
});
