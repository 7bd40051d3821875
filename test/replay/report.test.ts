// A report counts every line, shows the greatest, and says what it leaves out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Level } from '../../src/model/index.ts';
import { sumCounts } from '../../src/pipeline/index.ts';
import { diffFindings, isChanged, MAX_REPORTED, ReportBuilder } from '../../src/replay/index.ts';

/** A finding with nothing that a report does not say. */
function finding(n: number, members: Partial<Finding> = {}): Finding {
  return {
    id: `f1_${String(n).padStart(27, '0')}`,
    rule: { id: 'r', title: 'Rule', level: 'high', tags: [] },
    tenant: 'default',
    source: 'sysmon',
    time: `2026-11-20T10:00:${String(n % 60).padStart(2, '0')}.000Z`,
    day: '2026-11-20',
    hostKey: `ws-${n}`,
    entityKey: 'pid:1',
    process: {},
    network: {},
    count: 1,
    isCountExact: true,
    destinations: [],
    distinctDestinations: 0,
    unknown: [],
    delivery: { object: 'a', ordinal: n, offset: 0 },
    matched: [],
    ...members,
  };
}

function rule(id: string, level: Level = 'high') {
  return { id, title: `Rule ${id}`, level, tags: [] };
}

test('findings are counted by rule, host and day, new against known', () => {
  const builder = new ReportBuilder();
  builder.found({ fate: 'new', finding: finding(1) });
  builder.found({ fate: 'known', finding: finding(1) });
  builder.found({ fate: 'new', finding: finding(2, { day: '2026-11-21', rule: rule('s') }) });
  const { findings, rules, hosts, days } = builder.report();
  assert.deepEqual(findings, { new: 2, known: 1 });
  assert.deepEqual(
    rules.map(({ id, new: news, known }) => [id, news, known]),
    [
      ['r', 1, 1],
      ['s', 1, 0],
    ],
  );
  assert.deepEqual(hosts[0], { host: 'ws-1', new: 1, known: 1 });
  assert.deepEqual(days[1], { day: '2026-11-21', new: 1, known: 0 });
});

test('of more new findings than are shown the most severe are, and the others are counted', () => {
  const builder = new ReportBuilder();
  for (let n = 0; n < 1_000; n++) builder.found({ fate: 'new', finding: finding(n) });
  builder.found({ fate: 'new', finding: finding(1_000, { rule: rule('c', 'critical') }) });
  const { news, findings, hostsLeftOut } = builder.report();
  assert.equal(news.length, MAX_REPORTED);
  assert.equal(news[0]?.rule.id, 'c');
  assert.equal(findings.new, 1_001);
  assert.equal(hostsLeftOut, 1_001 - MAX_REPORTED);
});

test('objects that failed alike are one cause with its number and the first of them', () => {
  const builder = new ReportBuilder();
  for (let index = 0; index < 2_000; index++) {
    const object = `s3://logs/${index}.gz`;
    const cause = `${object} at byte ${index}: not allowed`;
    builder.read({ index, object, pass: 'find', fate: 'failed', cause });
  }
  builder.read({ index: 9, object: 's3://logs/x', pass: 'find', fate: 'gone', cause: 'no key' });
  const { bad, badLeftOut, objects } = builder.report();
  assert.deepEqual(
    bad.map((group) => [group.objects, group.fate, group.examples.length]),
    [
      [2_000, 'failed', 5],
      [1, 'gone', 1],
    ],
  );
  assert.equal(badLeftOut, 0);
  assert.equal(objects.failed, 2_000);
});

test('objects with rejected records are named up to a limit, and the rest is counted', () => {
  const builder = new ReportBuilder();
  const counts = { ...sumCounts([]), records: 3, evaluated: 1, rejected: 2 };
  for (let index = 0; index < MAX_REPORTED + 7; index++) {
    builder.read({ index, object: `o${index}`, pass: 'find', fate: 'scanned', counts });
  }
  const report = builder.report();
  assert.equal(report.rejecting.length, MAX_REPORTED);
  assert.equal(report.rejectingLeftOut, 7);
  assert.equal(report.counts.rejected, 2 * (MAX_REPORTED + 7));
});

test('a diff tells rules that were added, removed and made graver, and is the same in any order', () => {
  const from = {
    rules: [rule('kept', 'low'), rule('old'), rule('quiet')],
    findings: [
      finding(1, { rule: rule('kept', 'low') }),
      finding(2, { rule: rule('old') }),
      finding(3, { rule: rule('kept', 'low') }),
    ],
  };
  const to = {
    rules: [rule('kept', 'high'), rule('quiet'), rule('young')],
    findings: [finding(1, { rule: rule('kept') }), finding(4, { rule: rule('young') })],
  };
  const diff = diffFindings(from, to);
  assert.deepEqual(
    diff.rules.map((one) => [one.id, one.change, one.levelBefore, one.fires, one.gone, one.same]),
    [
      ['kept', 'kept', 'low', 0, 1, 1],
      ['old', 'removed', undefined, 0, 1, 0],
      ['young', 'added', undefined, 1, 0, 0],
    ],
  );
  assert.equal(diff.rules.every(isChanged), true);
  const shuffled = {
    rules: from.rules.toReversed(),
    findings: from.findings.toReversed(),
  };
  assert.deepEqual(diffFindings(shuffled, to), diff);
});
