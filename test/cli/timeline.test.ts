// A timeline × a correlation → passed or not. Cases that prove nothing are refused.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { underTest } from '../../src/cli/rule-tests/under-test.ts';
import { runTimeline } from '../../src/cli/rule-tests/run-timeline.ts';
import { shuffle } from '../../src/cli/rule-tests/shuffle.ts';
import type { RuleCase } from '../../src/cli/rule-tests/test-case.ts';
import { compileRuleset } from '../../src/sigma/index.ts';
import { createRegistry } from '../../src/source/index.ts';

const TEXT = `
title: Base
id: base
logsource: { category: network_connection, product: windows }
detection: { s: { DestinationPort: 445 }, condition: s }
---
title: Three
id: three
correlation:
  type: event_count
  rules: [base]
  group-by: [Computer]
  timespan: 1m
  condition: { gte: 3 }
`;

const record = (second: number, port = 445) => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 3,
  TimeCreated: `2026-11-20T10:00:0${second}.000Z`,
  Computer: 'ws-17.example.com',
  ProcessId: 7520,
  Image: 'C:\\Tools\\scan.exe',
  DestinationIp: '192.0.2.9',
  DestinationPort: port,
});

async function run(parts: Partial<RuleCase>) {
  const { rules, correlations } = compileRuleset([{ path: 'r.yml', text: TEXT }]);
  const [three] = correlations;
  assert.ok(three !== undefined);
  const one: RuleCase = {
    name: 'n',
    expect: 'match',
    filter: undefined,
    tags: [],
    parity: undefined,
    source: undefined,
    records: [record(0), record(1), record(2)],
    findings: undefined,
    matched: [],
    isUnattributed: false,
    isUnrouted: false,
    ...parts,
  };
  return runTimeline(one, underTest(three, correlations, rules), 'f.yml', createRegistry());
}

const FOUND = { day: '2026-11-20', value: 3, count: 3 };

it('passes where the findings are those stated', async () => {
  const result = await run({ findings: [FOUND] });
  assert.deepEqual(result.problems, []);
  assert.equal(result.found, 'match; 2026-11-20 value 3 of 3');
});

it('passes a near miss', async () => {
  const result = await run({ expect: 'no-match', records: [record(0), record(1)] });
  assert.ok(result.isPassed, String(result.problems));
});

for (const [what, parts] of [
  ['a match that states no findings', {}],
  ['another day', { findings: [{ ...FOUND, day: '2026-11-21' }] }],
  ['another value', { findings: [{ ...FOUND, value: 4 }] }],
  ['another count', { findings: [{ ...FOUND, count: 2 }] }],
  ['more findings than there are', { findings: [FOUND, FOUND] }],
  ['a match where there is none', { records: [record(0)], findings: [FOUND] }],
  ['a silence that no event was near', { expect: 'no-match', records: [record(0, 80)] }],
  ['a record of no source', { findings: [FOUND], records: [{}, record(0), record(1), record(2)] }],
] as const) {
  it(`fails ${what}`, async () => {
    const result = await run(parts);
    assert.equal(result.isPassed, false);
    assert.ok(result.problems.length > 0);
  });
}

it('shuffles alike for a seed, and loses nothing', () => {
  const items = [1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(shuffle(items, 3), shuffle(items, 3));
  assert.notDeepEqual(shuffle(items, 3), shuffle(items, 4));
  assert.deepEqual(shuffle(items, 3).toSorted(), items);
});
