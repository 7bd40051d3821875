// Findings of an alert → what people are told.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { type AlertFinding, DigestFold, foldAlert } from '../../src/alert/index.ts';
import type { Finding, Level } from '../../src/model/index.ts';
import { aFinding, hostileFinding } from './builders.ts';
import { aDigest, aDigestMember, anAlertGroup, aStoredAlert, aTelling } from './stored.ts';
import { runs } from '../support/runs.ts';

const STORED = aStoredAlert({ told: [aTelling({ level: 'high', route: 'page' })] });
const CONTEXT = { origin: 'live', rules: new Map() } as const;

function found(id: string, level: Level, parts: Partial<Finding> = {}): AlertFinding {
  const rule = { id: `r-${id}`, title: `Rule ${id}`, level, tags: [] };
  return { finding: aFinding({ id, rule, ...parts }), revision: 2, isWithdrawn: false };
}

it('is led by the earliest finding of the highest level, with what its rule says', () => {
  const guide = { triage: ['look'], respond: [], harden: [], logging: [] };
  const filterTarget = { rules: ['r-b'], logsource: { product: 'windows' } };
  const rules = new Map([['r-b', { guide, falsepositives: ['scanners'], filterTarget }]]);
  const findings = [
    found('a', 'high', { firstTime: '2026-11-20T12:00:02.000Z' }),
    found('b', 'high', { firstTime: '2026-11-20T12:00:01.000Z' }),
    found('c', 'low', { firstTime: '2026-11-20T12:00:00.000Z' }),
  ];
  const evidenceOf = ({ id }: Finding, revision: number) => `s3://evidence/${id}.r${revision}`;
  const alert = foldAlert(STORED, 0, findings, { ...CONTEXT, rules, evidenceOf });
  assert.deepEqual(
    [alert?.lead.id, alert?.guide, alert?.falsepositives, alert?.filterTarget, alert?.evidence],
    ['b', guide, ['scanners'], filterTarget, 's3://evidence/b.r2'],
  );
  assert.deepEqual([alert?.level, alert?.route, alert?.event], ['high', 'page', 'opened']);
});

it('counts a rule once over its days, and says where a count is a lower bound', () => {
  const rule = { id: 'r', title: 'R', level: 'medium', tags: [] } as const;
  const alert = foldAlert(
    STORED,
    0,
    [
      found('b', 'medium', { rule, count: 2, firstTime: '2026-11-21T00:00:00.000Z' }),
      found('a', 'medium', { rule, count: 1_000, isCountExact: false }),
      found('c', 'medium', { count: 3, lastTime: '2026-11-22T00:00:00.000Z' }),
    ],
    CONTEXT,
  );
  assert.deepEqual(
    alert?.rules.map(({ id, findingId, count, isCountExact }) => [
      id,
      findingId,
      count,
      isCountExact,
    ]),
    [
      ['r', 'a', 1_002, false],
      ['r-c', 'c', 3, true],
    ],
  );
  assert.deepEqual(
    [alert?.firstTime, alert?.lastTime],
    ['2026-11-20T12:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  );
});

it('counts the destinations that rules name, or the most of one rule', () => {
  const at = (...ips: readonly string[]) => ({
    destinations: ips.map((ip) => ({ ip, port: 445 })),
    distinctDestinations: ips.length,
  });
  const two = [found('a', 'low', at('192.0.2.1', '192.0.2.2')), found('b', 'low', at('192.0.2.3'))];
  assert.equal(foldAlert(STORED, 0, two, CONTEXT)?.distinctDestinations, 3);
  const many = [...two, found('c', 'low', { ...at('192.0.2.1'), distinctDestinations: 900 })];
  assert.equal(foldAlert(STORED, 0, many, CONTEXT)?.distinctDestinations, 900);
});

it('shows what was withdrawn only where nothing else is left', () => {
  const gone = { ...found('a', 'high'), isWithdrawn: true };
  const both = foldAlert(STORED, 0, [gone, found('b', 'low')], CONTEXT);
  assert.deepEqual([both?.level, both?.rules.length], ['low', 1]);
  assert.equal(foldAlert(STORED, 0, [gone], CONTEXT)?.lead.id, 'a');
});

it('is nothing without findings, or at a revision that was not told', () => {
  assert.equal(foldAlert(STORED, 0, [], CONTEXT), undefined);
  assert.equal(foldAlert(STORED, 1, [found('a', 'low')], CONTEXT), undefined);
});

it('keeps secrets of keys, titles and findings to itself', () => {
  const secret = 'password=hunter2secret';
  const stored = { ...STORED, group: anAlertGroup({ entityKey: `img:x ${secret}` }) };
  const finding = found('a', 'high', { user: secret, process: { commandLine: secret } });
  const text = JSON.stringify(foldAlert(stored, 0, [finding], CONTEXT));
  assert.doesNotMatch(text, /hunter2secret/);
});

it('is the same whatever the order of its findings, and however hostile they are', () => {
  const findings = fc.uniqueArray(hostileFinding, {
    minLength: 1,
    maxLength: 5,
    selector: ({ id }) => id,
  });
  fc.assert(
    fc.property(findings, (all) => {
      const members = all.map((finding) => ({ finding, revision: 0, isWithdrawn: false }));
      const alert = foldAlert(STORED, 0, members, CONTEXT);
      assert.deepEqual(foldAlert(STORED, 0, members.toReversed(), CONTEXT), alert);
      assert.ok(alert && alert.rules.length > 0);
    }),
    { numRuns: runs(60), seed: 8 },
  );
});

it('of a digest counts findings and hosts by rule, the highest level first', () => {
  const fold = new DigestFold();
  const low = { id: 'l', title: 'Low', level: 'low' } as const;
  for (let index = 0; index < 30; index++) {
    const hostKey = `agent-${index}`;
    fold.add(aDigestMember(`f${index}`, { hostKey, host: `ws-${10 + index}` }));
    fold.add(aDigestMember(`g${index}`, { rule: low, route: 'digest' }));
  }
  const digest = fold.toDigest(aDigest(), 'd1_1', 2);
  assert.deepEqual(
    [digest?.findings, digest?.level, digest?.route, digest?.revision],
    [60, 'high', 'page', 2],
  );
  assert.deepEqual(
    digest?.rules.map(({ id, findings, hosts, hostNames }) => [
      id,
      findings,
      hosts,
      hostNames.length,
      hostNames[0],
    ]),
    [
      ['fan-out', 30, 30, 20, 'ws-10'],
      ['l', 30, 1, 1, 'ws-17'],
    ],
  );
  assert.deepEqual(
    [digest?.fromTime, digest?.toTime],
    ['2026-11-20T12:00:00.000Z', '2026-11-20T13:00:00.000Z'],
  );
});

it('of a digest without members is nothing', () => {
  assert.equal(new DigestFold().toDigest(aDigest(), 'd1_1', 0), undefined);
});

it('is of a replay where all its findings are, else live', () => {
  const replayed = { ...found('a', 'high'), isReplayed: true };
  const originOf = (...findings: readonly AlertFinding[]) =>
    foldAlert(STORED, 0, findings, CONTEXT)?.origin;
  assert.equal(originOf(replayed), 'replay');
  assert.equal(originOf(replayed, found('b', 'low')), 'live');
  assert.equal(originOf(found('b', 'low')), 'live');
});
