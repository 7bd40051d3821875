// CrowdStrike's connections to port 445 carry an id of the process and nothing else: what the scan makes of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { AID, fdrConnection, fdrStart } from '../source/fdr-records.ts';
import { scanRecords } from './join-scan.ts';

const UNTRUSTED = 'Detect Outbound SMB Connection by Untrusted Process';
const SEQUENCE = 'Detect Suspicious Process Start with Network Connection to SMB';
const SYSTEM = fdrStart({ ImageFileName: 'System', RawProcessId: '4', SignInfoFlags: null });
const UNSIGNED = fdrStart({ SignInfoFlags: '32768' });
const ANOTHER = fdrStart({ TargetProcessId: '10289219499', SignInfoFlags: '32768' });

interface Row {
  readonly what: string;
  readonly start: JsonObject | undefined;
  readonly titles: readonly string[];
  readonly unattributed: number;
}

const ROWS: readonly Row[] = [
  { what: 'whose start is not seen', start: undefined, titles: [], unattributed: 1 },
  { what: 'with a start of another process', start: ANOTHER, titles: [], unattributed: 1 },
  { what: 'with a start of System', start: SYSTEM, titles: [], unattributed: 0 },
  {
    what: 'with a start of an unsigned scan.exe',
    start: UNSIGNED,
    titles: [UNTRUSTED, SEQUENCE],
    unattributed: 0,
  },
];

for (const { what, start, titles, unattributed } of ROWS) {
  const said = titles.length === 0 ? 'silent' : 'found';
  const counted = unattributed === 0 ? 'attributed' : 'counted as unattributed';
  test(`a connection ${what} is ${said}, and ${counted}`, async () => {
    const starts = start === undefined ? [] : [start];
    for (const objects of [
      [[...starts, fdrConnection()]],
      [[fdrConnection(), ...starts]],
      [[fdrConnection()], starts],
    ]) {
      const { findings, counts } = await scanRecords(objects);
      assert.deepEqual(findings.map(({ rule }) => rule.title).sort(), titles);
      assert.deepEqual([counts.connections, counts.unattributed], [1, unattributed]);
      const perHost = unattributed === 0 ? {} : { [`crowdstrike-fdr ${AID}`]: 1 };
      assert.deepEqual(counts.unattributedPerHost, perHost);
    }
  });
}

test('a process that ran before the sensor did names the program, and is no start', async () => {
  const running = fdrStart({ SignInfoFlags: '32768' }, 'SyntheticProcessRollup2');
  const { findings, counts } = await scanRecords([[running, fdrConnection()]]);
  assert.deepEqual(
    findings.map(({ rule }) => rule.title),
    [UNTRUSTED],
  );
  assert.equal(counts.unattributed, 0);
});

test('ten hosts by a process that no log names are information, and nothing more', async () => {
  const ten = Array.from({ length: 10 }, (_, index) =>
    fdrConnection({
      RemoteAddressIP4: `192.0.2.${index + 10}`,
      id: `3e5f0a52-0000-4a62-9c1f-0a0b0c0d0e${index + 10}`,
    }),
  );
  const { findings, counts } = await scanRecords([ten]);
  assert.deepEqual(
    findings.map(({ rule, count }) => [rule.title, rule.level, count]),
    [['Detect Unattributed SMB Fan-Out', 'informational', 10]],
  );
  assert.deepEqual([counts.connections, counts.unattributed], [10, 10]);
  const named = await scanRecords([ten, [UNSIGNED]]);
  assert.deepEqual([named.counts.connections, named.counts.unattributed], [10, 0]);
  assert.ok(named.findings.every(({ rule }) => rule.level !== 'informational'));
});

test('a connection that may still be named waits for its name, whatever other rules say of it', async () => {
  const { counts } = await scanRecords([[fdrConnection()], [SYSTEM]]);
  assert.deepEqual([counts.joinCandidates, counts.joined], [1, 1]);
});
