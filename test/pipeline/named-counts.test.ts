// Unattributed connections per host and events without a category per kind: bounded names, exact sum.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countName,
  hostCountKey,
  MAX_NAMES,
  topNames,
  uncategorisedKey,
} from '../../src/pipeline/named-counts.ts';
import { anEvent } from '../finding/builders.ts';
import { fdr } from '../source/fdr-records.ts';
import { scanRecords } from './join-scan.ts';

test('names beyond the limit are counted together, and nothing is lost', () => {
  const counts = new Map<string, number>();
  const count = (key: string, by: number) => countName(counts, key, by, '(other hosts)');
  for (let index = 0; index < MAX_NAMES + 500; index++) count(`sysmon h${index}`, 2);
  count('sysmon h0', 1);
  assert.equal(counts.get('sysmon h0'), 3);
  assert.equal(counts.get('sysmon (other hosts)'), 1_000);
  assert.equal(counts.size, MAX_NAMES + 1);
});

test('a host name of a megabyte is cut', () => {
  assert.equal(hostCountKey(anEvent({ hostKey: 'h'.repeat(1_000_000) })).length, 260);
});

test('the names with the most come first, equal ones by name, no more than asked for', () => {
  const top = topNames({ 'sysmon b': 1, 'sysmon c': 7, 'sysmon a': 1 }, 2);
  assert.deepEqual(top, [
    ['sysmon c', 7],
    ['sysmon a', 1],
  ]);
});

test('only events without category and service are of a kind that is counted', () => {
  const kind = (logsource: object, eventKind: string) =>
    uncategorisedKey(anEvent({ source: 'sentinelone', logsource, eventKind }));
  assert.equal(kind({ product: 'windows' }, 'ip listen'), 'sentinelone ip listen');
  assert.equal(kind({}, ''), 'sentinelone -');
  assert.equal(kind({ category: 'dns_query' }, 'dns resolved'), undefined);
  assert.equal(kind({ service: 'security' }, '4624'), undefined);
});

test('kinds that a source does not know are evaluated and counted by name', async () => {
  const kinds = ['SomethingOf2031', 'SensorHeartbeat', 'SomethingOf2031', 'DnsRequest'];
  const { counts } = await scanRecords([kinds.map((kind) => fdr(kind))]);
  assert.deepEqual([counts.evaluated, counts.unrecognised], [4, 0]);
  assert.deepEqual(counts.uncategorisedPerKind, {
    'crowdstrike-fdr SensorHeartbeat': 1,
    'crowdstrike-fdr SomethingOf2031': 2,
  });
});
