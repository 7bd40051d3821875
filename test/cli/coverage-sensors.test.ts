// `rules coverage` for sensors whose events differ in what they carry.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';

const ID = '5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b12';

const CASES: readonly (readonly [string, object, object, string, string])[] = [
  [
    'reads both ends of a connection',
    { category: 'network_connection' },
    { DestinationPort: 445, Initiated: 'true' },
    'can-fire',
    'can-fire',
  ],
  [
    'reads the program of a connection, which CrowdStrike logs with the start alone',
    { category: 'network_connection' },
    { Image: 'x' },
    'can-fire',
    'can-fire',
  ],
  [
    'reads the signer of a program on its start',
    { category: 'process_creation' },
    { Signature: 'x' },
    'can-fire',
    'never',
  ],
  [
    'reads a command line on a start',
    { category: 'process_creation' },
    { CommandLine: 'x', ParentImage: 'y' },
    'can-fire',
    'can-fire',
  ],
  [
    'reads a pid of a parent, which CrowdStrike never logs',
    { category: 'process_creation' },
    { ParentProcessId: 4 },
    'never',
    'can-fire',
  ],
  ['reads pipes', { category: 'pipe_created' }, { PipeName: 'x' }, 'other-logsource', 'can-fire'],
  ['reads loads', { category: 'driver_load' }, { Hashes: 'x' }, 'can-fire', 'other-logsource'],
  [
    'reads the sensor’s own names',
    { category: 'network_connection' },
    { ConnectionFlags: '0' },
    'can-fire',
    'never',
  ],
  [
    'reads a path of the record',
    { category: 'network_connection' },
    { 'event.NETWORK_ACTIVITY.STATE': 8 },
    'can-fire',
    'can-fire',
  ],
  [
    'is of a service',
    { service: 'security' },
    { Image: 'x' },
    'other-logsource',
    'other-logsource',
  ],
];

for (const [what, logsource, selection, fdr, lima] of CASES) {
  test(`a rule that ${what} is ${fdr} on CrowdStrike and ${lima} on LimaCharlie`, async (t) => {
    const rule = {
      title: 'T',
      id: ID,
      level: 'low',
      logsource: { product: 'windows', ...logsource },
      detection: { s: selection, condition: 's' },
    };
    const folder = makeFolder(t, { 'r.yml': JSON.stringify(rule) });
    const { stdout } = await runHere(['rules', 'coverage', folder, '--format', 'ndjson']);
    const { sources } = JSON.parse(stdout);
    const verdictOf = (id: string) =>
      sources.find(({ source }: { source: string }) => source === id)?.verdict;
    assert.deepEqual([verdictOf('crowdstrike-fdr'), verdictOf('limacharlie')], [fdr, lima]);
  });
}
