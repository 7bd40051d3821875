// `explain` on a correlation: which events took part, in which window, and how far a near miss is from firing.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { correlationText } from '../../src/cli/explain/correlation-text.ts';
import { nearestWindow } from '../../src/correlate/index.ts';
import { aCorrelation, aPart } from '../correlate/builders.ts';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';
import { connection, lines } from './samples.ts';

const BASE = (id: string, port: number) => `title: To ${port}
id: ${id}
logsource: { category: network_connection }
detection: { s: { DestinationPort: ${port} }, condition: s }
---
`;

const RULES = `${BASE('smb', 445)}${BASE('rpc', 135)}title: Fan-out
id: fan-out
correlation:
  type: value_count
  rules: [smb]
  group-by: [Computer]
  timespan: 5m
  condition: { field: DestinationIp, gte: 3 }
---
title: Then
id: then
correlation: { type: temporal_ordered, rules: [rpc, smb], group-by: [Computer], timespan: 10s }
`;

/** A connection to an address and port at a second after ten o'clock. */
function at(second: number, ip: string, port = 445): string {
  const time = new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString();
  const stamp = time.slice(0, 19).replace('T', ' ');
  return connection(second, {
    EventTime: stamp,
    UtcTime: stamp,
    DestinationIp: ip,
    DestinationPort: `${port}`,
  });
}

async function explain(t: Parameters<typeof makeFolder>[0], rule: string, log: readonly string[]) {
  const folder = makeFolder(t, { 'rules/r.yml': RULES, 'log.json': lines(log) });
  const args = ['explain', rule, join(folder, 'log.json'), '--rules', join(folder, 'rules')];
  const [table, json] = [await runHere(args), await runHere([...args, '--format', 'json'])];
  assert.equal(table.code, 0, table.stderr);
  assert.doesNotMatch(table.stderr, /explained 0 records/);
  return { text: table.stdout, data: JSON.parse(json.stdout).explanations };
}

test('explain says of a near miss how many more would fire', async (t) => {
  const log = [at(0, '192.0.2.1'), at(1, '192.0.2.2'), at(2, '192.0.2.2')];
  const { text, data } = await explain(t, 'fan-out', log);
  assert.match(text, /3 matches of its rules, 0 without a group/);
  assert.match(text, /group Computer=\S+: no match\n/);
  assert.match(text, /2 different DestinationIp within 5 minutes \(at least 3 needed\)\n/);
  assert.match(text, /1 more would fire\n/);
  assert.match(text, /log\.json record 0\n/);
  const [{ groups }] = data;
  assert.deepEqual([groups[0].verdict, groups[0].value, groups[0].missing], ['no-match', 2, 1]);
});

test('explain says which events made a correlation match', async (t) => {
  const log = [at(0, '192.0.2.1'), at(1, '192.0.2.2'), at(2, '192.0.2.3')];
  const { text, data } = await explain(t, 'Fan-out', log);
  assert.match(text, /: MATCH\n {4}3 different DestinationIp/);
  assert.doesNotMatch(text, /would fire/);
  const parts = data[0].groups[0].parts.map(
    ({ delivery }: { delivery: { ordinal: number } }) => delivery.ordinal,
  );
  assert.deepEqual(parts, [0, 1, 2]);
});

test('explain says of rules in order which is missing, out of order, or by how much late', async (t) => {
  for (const [log, expected] of [
    [[at(0, '192.0.2.1', 135)], /not matched in it: To 445\n/],
    [[at(0, '192.0.2.1'), at(1, '192.0.2.1', 135)], /out of order/],
    [[at(0, '192.0.2.1', 135), at(13, '192.0.2.1')], /in order, but too late by 3 seconds\n/],
    [[at(0, '192.0.2.1', 135), at(9, '192.0.2.1')], /: MATCH\n/],
  ] as const) {
    assert.match((await explain(t, 'then', log)).text, expected);
  }
});

test('explain counts events without a group also where rules report by themselves', async (t) => {
  const rules = RULES.replace('timespan: 5m', 'timespan: 5m\n  generate: true').replace(
    'group-by: [Computer]',
    'group-by: [Nowhere]',
  );
  const folder = makeFolder(t, { 'r/r.yml': rules, 'log.json': lines([at(0, '192.0.2.1')]) });
  const args = ['explain', 'fan-out', join(folder, 'log.json'), '--rules', join(folder, 'r')];
  const { stdout } = await runHere(args);
  assert.match(stdout, /1 match of its rules, 1 without a group/);
});

test('explain says of a group that some of its events found no room', () => {
  const correlation = aCorrelation();
  const window = nearestWindow(correlation, [aPart(0, { evidence: '{}' })]);
  assert.ok(window !== undefined);
  const text = correlationText({
    correlation,
    titles: new Map(),
    matches: 2,
    ungrouped: 0,
    suppressed: 0,
    groups: [{ groupBy: [], window, isExact: false }],
    incomplete: [],
  });
  assert.match(text, /at least 1 event/);
  assert.match(text, /some of its events found no room/);
});

test('explain of a file tells of its rules and of its correlations', async (t) => {
  const folder = makeFolder(t, { 'r.yml': RULES, 'log.json': lines([at(0, '192.0.2.1')]) });
  const { stdout } = await runHere(['explain', join(folder, 'r.yml'), join(folder, 'log.json')]);
  assert.match(stdout, /rule: To 445 \(smb\)\n/);
  assert.match(stdout, /correlation: Fan-out \(fan-out\)\n/);
});

test('explain refuses one record for a correlation', async (t) => {
  const folder = makeFolder(t, { 'rules/r.yml': RULES, 'log.json': lines([at(0, '192.0.2.1')]) });
  const args = ['explain', 'fan-out', join(folder, 'log.json'), '--rules', join(folder, 'rules')];
  const { code, stderr } = await runHere([...args, '--record', '0']);
  assert.equal(code, 64);
  assert.match(stderr, /a correlation is about many records/);
});
