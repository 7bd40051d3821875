// `rules test` judges as a scan does: a connection with what its process start says, whichever stands first.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';

const START = {
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  TimeCreated: '2026-11-20T10:00:00.000Z',
  Computer: 'ws-17.example.com',
  ProcessGuid: '{313fa531-4300-5f91-ae04-000000000400}',
  ProcessId: 7520,
  Image: 'C:\\Tools\\scan.exe',
  Company: 'Example Ltd',
};
const CONNECTION = {
  ...START,
  EventID: 3,
  TimeCreated: '2026-11-20T10:00:01.000Z',
  Company: undefined,
  Initiated: 'true',
  DestinationIp: '192.0.2.9',
  DestinationPort: 445,
};
const UNNAMED = { ...CONNECTION, Image: '<unknown process>' };

const HEAD = 'logsource: { category: network_connection, product: windows }';
const RULE = `title: By Company
id: 0f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b
${HEAD}
detection: { s: { DestinationPort: 445, Company: Example Ltd }, condition: s }
level: low
`;
const FILTER = `title: Of Example
id: 1f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b
owner: test
reason: a test
expires: 2099-01-01
${HEAD}
filter: { rules: [base], s: { Company: Example Ltd }, condition: not s }
`;
const BASE = `title: Base
id: 2f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b
name: base
${HEAD}
detection: { s: { DestinationPort: 445 }, condition: s }
level: low
---
title: Counted
id: 3f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b
correlation:
  type: value_count
  rules: [base]
  group-by: [Computer]
  timespan: 1m
  condition: { field: CommandLine, gte: 1 }
level: low
`;

interface Case {
  readonly name: string;
  readonly expect: string;
  readonly records: readonly unknown[];
  readonly [key: string]: unknown;
}

async function run(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  cases: readonly Case[],
) {
  const [rule] = Object.keys(files);
  const folder = makeFolder(t, { ...files, 'tested.test.yml': JSON.stringify({ rule, cases }) });
  return runHere(['rules', 'test', folder]);
}

for (const [order, records] of [
  ['before', [START, CONNECTION]],
  ['after', [CONNECTION, START]],
] as const) {
  test(`a rule's case is joined with a start that stands ${order} the connection`, async (t) => {
    const { stdout } = await run(t, { 'tested.yml': RULE }, [
      { name: 'fires by the company of the start', expect: 'match', matched: ['s'], records },
      { name: 'is silent without the start', expect: 'no-match', records: [CONNECTION] },
    ]);
    assert.equal(stdout, '2 passed, 0 failed\n');
  });

  test(`a filter sees what a start says that stands ${order} the connection`, async (t) => {
    const plain = RULE.replace(', Company: Example Ltd', '');
    const filter = FILTER.replace('[base]', '[0f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b]');
    const { stdout } = await run(t, { 'tested.yml': plain, 'filter.yml': filter }, [
      {
        name: 'is suppressed by the company of the start',
        expect: 'suppressed',
        filter: '1f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b',
        matched: ['s'],
        records,
      },
      { name: 'fires without the start', expect: 'match', records: [CONNECTION] },
      {
        name: 'is silent elsewhere',
        expect: 'no-match',
        records: [{ ...CONNECTION, DestinationPort: 80 }],
      },
    ]);
    assert.equal(stdout, '3 passed, 0 failed\n');
  });
}

test('a connection is unattributed where no start names its program, and only there', async (t) => {
  const unattributed = { expect: 'no-match', unattributed: true };
  const { stdout } = await run(t, { 'tested.yml': RULE }, [
    { name: 'without the start', ...unattributed, records: [UNNAMED] },
    { name: 'with the start', ...unattributed, records: [UNNAMED, START] },
    { name: 'fires', expect: 'match', records: [START, UNNAMED] },
  ]);
  assert.match(stdout, /FAILED [^\n]*: with the start\n/);
  assert.match(stdout, /2 passed, 1 failed\n$/);
});

const FOUND = [{ day: '2026-11-20', value: 1, count: 1 }];

test('a timeline is joined before it is correlated, and a filter that is joined suppresses it', async (t) => {
  const files = { 'tested.yml': BASE, 'filter.yml': FILTER };
  const start = { ...START, CommandLine: 'scan.exe /all' };
  const records = [CONNECTION, start];
  const suppressed = { expect: 'suppressed', filter: '1f6d5c3e-4a1b-4f0e-8c7d-2b9a6e5d4c3b' };
  const { stdout } = await run(t, files, [
    { name: 'lets off', ...suppressed, records },
    { name: 'no value', expect: 'no-match', records: [CONNECTION] },
    {
      name: 'fires',
      expect: 'match',
      findings: FOUND,
      records: [CONNECTION, { ...start, Company: 'Another Ltd' }],
    },
  ]);
  assert.equal(stdout, '3 passed, 0 failed\n');
});
