// The records behind a scan's findings: held until the evidence is written, within bounds.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EvidenceRecords, MAX_WINDOW_RECORDS } from '../../../src/deliver/index.ts';
import { FindingFold, packEvidence } from '../../../src/finding/index.ts';
import type { CorrelationMatch, JsonObject, Match } from '../../../src/model/index.ts';
import { aCorrelation, aGroup, aPart } from '../../correlate/builders.ts';
import { aMatch, anEvent, NOON_MS } from '../../finding/builders.ts';

/** A match of a process, the nth record of an object. */
function matchAt(ordinal: number, record: JsonObject, object = 's3://logs/a'): Match {
  const identity = ['ws-17', `${ordinal}`];
  const event = anEvent({ record, identity, timeMs: NOON_MS + ordinal });
  return aMatch(event, { object, ordinal, offset: ordinal });
}

/** The window that the matches complete. */
function windowOf(matches: readonly Match[]): CorrelationMatch {
  const parts = matches.map((match, index) =>
    aPart(NOON_MS + index, { eventId: `e${index}`, evidence: packEvidence(match) }),
  );
  return {
    correlation: { ...aCorrelation(), read: () => ({ kind: 'none', lacks: [] }) },
    group: aGroup(),
    source: 'sysmon',
    endMs: NOON_MS + matches.length,
    value: parts.length,
    isExact: true,
    size: parts.length,
    parts,
    completedBy: parts.slice(-1),
  };
}

describe('the records of a scan', () => {
  it('hold of a finding the record that it shows, whatever the order of its matches', () => {
    for (const order of [
      [1, 2, 3],
      [3, 2, 1],
      [2, 1, 3],
    ]) {
      const records = new EvidenceRecords();
      const fold = new FindingFold('acme', records);
      for (const ordinal of order) fold.add(matchAt(ordinal, { ordinal }));
      const [finding] = fold.findings();
      assert.ok(finding);
      const delivery = { object: 's3://logs/a', ordinal: 1, offset: 1 };
      assert.deepEqual(records.of(finding), [
        { role: 'trigger', delivery, record: { ordinal: 1 } },
      ]);
    }
  });

  it('let go of a record that no finding shows any more, and make room for others', () => {
    const [large, small] = [{ text: 'x'.repeat(80) }, { text: 'y'.repeat(60) }];
    const records = new EvidenceRecords(110);
    const fold = new FindingFold('acme', records);
    for (const [ordinal, record] of [
      [3, large],
      [2, { ordinal: 2 }],
      [1, small],
    ] as const) {
      fold.add(matchAt(ordinal, record));
    }
    const [finding] = fold.findings();
    assert.ok(finding);
    assert.deepEqual([records.of(finding)[0]?.record, records.leftOut], [small, 0]);
  });

  it('name of what found no room the place alone, and count it', () => {
    const records = new EvidenceRecords(20);
    const fold = new FindingFold('acme', records);
    fold.add(matchAt(1, { text: 'x'.repeat(80) }));
    const [finding] = fold.findings();
    assert.ok(finding);
    assert.deepEqual(records.of(finding), [{ role: 'trigger', delivery: finding.delivery }]);
    assert.equal(records.leftOut, 1);
  });

  it('leave what may be of a window the room that findings do not need', () => {
    const records = new EvidenceRecords(100);
    const fold = new FindingFold('acme', records);
    for (const ordinal of [1, 2, 3, 4]) records.takesPart(matchAt(ordinal, { x: '1234567890' }));
    fold.add(matchAt(5, { shown: 'x'.repeat(30) }));
    const [finding] = fold.findings();
    assert.ok(finding);
    assert.deepEqual(records.of(finding)[0]?.record, { shown: 'x'.repeat(30) });
    assert.equal(records.leftOut, 2);
  });

  it('hold of a correlation the records of its windows, and name the place of those of other objects', () => {
    const matches = [
      matchAt(1, { n: 1 }, 's3://logs/before'),
      matchAt(2, { n: 2 }),
      matchAt(3, { n: 3 }),
    ];
    const records = new EvidenceRecords();
    const fold = new FindingFold('acme', records);
    for (const match of matches.slice(1)) records.takesPart(match);
    fold.addCorrelation(windowOf(matches));
    const [finding] = fold.findings();
    assert.ok(finding);
    assert.deepEqual(
      records.of(finding).map(({ role, delivery, record }) => [role, delivery.object, record]),
      [
        ['trigger', 's3://logs/before', undefined],
        ['window', 's3://logs/a', { n: 2 }],
        ['window', 's3://logs/a', { n: 3 }],
      ],
    );
  });

  it('name a bounded number of a window', () => {
    const matches = Array.from({ length: 2 * MAX_WINDOW_RECORDS }, (_, n) => matchAt(n, { n }));
    const records = new EvidenceRecords();
    const fold = new FindingFold('acme', records);
    for (const match of matches) records.takesPart(match);
    fold.addCorrelation(windowOf(matches));
    const [finding] = fold.findings();
    assert.ok(finding);
    assert.equal(records.of(finding).length, MAX_WINDOW_RECORDS);
  });
});
