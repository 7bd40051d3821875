// Unattributed connections per source and host: bounded names, exact sum.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countHost,
  hostCountKey,
  MAX_HOSTS,
  topHosts,
} from '../../src/pipeline/unattributed-hosts.ts';
import { anEvent } from '../finding/builders.ts';

test('hosts beyond the limit are counted together, and nothing is lost', () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < MAX_HOSTS + 500; index++) countHost(counts, `sysmon h${index}`, 2);
  countHost(counts, 'sysmon h0', 1);
  assert.equal(counts.get('sysmon h0'), 3);
  assert.equal(counts.get('sysmon (other hosts)'), 1_000);
  assert.equal(counts.size, MAX_HOSTS + 1);
});

test('a host name of a megabyte is cut', () => {
  assert.equal(hostCountKey(anEvent({ hostKey: 'h'.repeat(1_000_000) })).length, 260);
});

test('the hosts with the most come first, equal ones by name, no more than asked for', () => {
  const top = topHosts({ 'sysmon b': 1, 'sysmon c': 7, 'sysmon a': 1 }, 2);
  assert.deepEqual(top, [
    ['sysmon c', 7],
    ['sysmon a', 1],
  ]);
});
