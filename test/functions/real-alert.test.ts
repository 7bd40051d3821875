// A real attack, as Sysmon logged it → one alert of its process, with every rule that found it.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HOUR_MS } from '../support/set-clock.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';
import { GRACE_MS, openJoinWorld, scanRecords, settleNow, storedFindings } from './join-world.ts';

const RULES = [
  'Detect Outbound SMB Connection by Untrusted Process',
  'Detect Suspicious Process Start with Network Connection to SMB',
];

/** PurpleSharp, from OTRF's Security Datasets. */
const RECORDS = 'data/sysmon-otrf/purplesharp_sysmon_1_3_5.ndjson.gz';

it('tells of PurpleSharp once, with all that was found of it', NEEDS_SHARED, async () => {
  const world = openJoinWorld();
  const records = readRows(RECORDS).map((row) => JSON.parse(JSON.stringify(row)));
  assert.equal(await scanRecords(world, 'purplesharp.json', records), 'done');
  world.clock.advance(GRACE_MS);
  await settleNow(world);
  const stored = await storedFindings(world);
  assert.deepEqual(stored.map(({ finding }) => finding.rule.title).toSorted(), RULES);
  world.clock.advance(HOUR_MS);
  const { alerts } = await settleNow(world);
  assert.equal(alerts.closed, 1);
  const [first] = stored;
  assert.ok(first !== undefined);
  const { tenant, source, hostKey, entityKey } = first.finding;
  const alert = await world.stores.alerts.read({ tenant, source, hostKey, entityKey });
  assert.deepEqual(
    alert?.findings,
    stored.map(({ finding }) => finding.id),
  );
  assert.deepEqual(
    alert.told.map(({ event, level, route }) => [event, level, route]),
    [
      ['opened', 'medium', 'post'],
      ['closed', 'medium', 'post'],
    ],
  );
  assert.deepEqual(world.published, [`${alert.id} 0`, `${alert.id} 1`]);
});
