// Matches through a scan → findings of rules and of correlations, and counts that add up.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation, LogEvent } from '../../src/model/index.ts';
import { CorrelatedMatches, sumCounts, unbalanced } from '../../src/pipeline/index.ts';
import { aCorrelation } from '../correlate/builders.ts';
import { aMatch, anEvent, aRule, NOON_MS } from '../finding/builders.ts';

/** Grouped as the shipped rule is: by the event's host and process keys. */
const BY_PROCESS = aCorrelation({ rules: ['rule-1'], groupBy: ['Computer', 'ProcessGuid'] });

async function run(
  correlations: readonly CompiledCorrelation[],
  events: readonly LogEvent[],
  maxParts?: number,
) {
  const fold = new FindingFold('acme');
  const store = createMemoryPartialMatches(maxParts === undefined ? {} : { maxParts });
  const reader = { eventId, packEvidence };
  const matches = new CorrelatedMatches({ tenant: 'acme', correlations, store, fold, reader });
  const fates = events.map((event) => matches.add({ ...aMatch(event), rule: aRule() }));
  await matches.flush();
  await matches.settle(Number.POSITIVE_INFINITY);
  return { fates, findings: fold.findings() };
}

const eventsAt = (...seconds: readonly number[]) =>
  seconds.map((second) =>
    anEvent({
      identity: [String(second)],
      timeMs: NOON_MS + second * 1_000,
      fields: { User: 'CORP\\al', DestinationIp: `192.0.2.${second + 1}` },
    }),
  );

describe('a correlation’s finding', () => {
  it('has the identity of its group, and shows its first event', async () => {
    const { findings } = await run([BY_PROCESS], eventsAt(2, 0, 1));
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.deepEqual(finding?.rule, { id: 'c', title: 'C', level: 'high', tags: [] });
    assert.equal(finding.hostKey, 'ws-17.example.com');
    assert.equal(finding.entityKey, 'entity-1');
    assert.equal(finding.time, '2026-11-20T12:00:00.000Z');
    assert.equal(finding.lastTime, '2026-11-20T12:00:02.000Z');
    assert.deepEqual([finding.count, finding.isCountExact], [3, true]);
    assert.deepEqual(
      finding.destinations.map(({ ip }) => ip),
      ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
    );
    assert.equal(finding.process.image, 'C:\\Tools\\scan.exe');
    assert.deepEqual(finding.correlation, {
      type: 'event_count',
      value: 3,
      thresholds: [{ op: 'gte', value: 3 }],
      timespanMs: 60_000,
      windowEnd: '2026-11-20T12:00:02.000Z',
      groupBy: [
        { name: 'Computer', value: 'ws-17.example.com' },
        { name: 'ProcessGuid', value: 'entity-1' },
      ],
    });
  });

  it('names the fields that were counted, the rank, and what was joined', async () => {
    const correlation = aCorrelation({
      rules: ['rule-1'],
      type: 'value_percentile',
      valueFields: ['DestinationPort'],
      percentile: 90,
      thresholds: [{ op: 'gt', value: 1 }],
    });
    const events = eventsAt(0, 1).map((event) => ({
      ...event,
      joinedFields: ['Image'],
      field: (name: string) => (name === 'DestinationPort' ? 445 : event.field(name)),
    }));
    const [finding] = (await run([correlation], events)).findings;
    assert.deepEqual(finding?.correlation?.fields, ['DestinationPort']);
    assert.equal(finding.correlation.percentile, 90);
    assert.deepEqual(finding.joined, ['Image']);
  });

  it('grows with further windows, and stays one', async () => {
    const { findings } = await run([BY_PROCESS], eventsAt(0, 1, 2, 3, 50, 55));
    assert.deepEqual(
      findings.map(({ count, correlation }) => [count, correlation?.value]),
      [[6, 6]],
    );
  });

  for (const [groupBy, hostKey, entityKey] of [
    [['User'], '-', 'User=corp\\al'],
    [['Computer'], 'ws-17.example.com', '-'],
    [['Computer', 'User'], 'ws-17.example.com', 'User=corp\\al'],
    [['ProcessGuid', 'User'], '-', '["ProcessGuid=entity-1","User=corp\\\\al"]'],
    [[], '-', '-'],
  ] as const) {
    it(`grouped by ${groupBy.join(' and ') || 'nothing'} names them`, async () => {
      const correlation = aCorrelation({ rules: ['rule-1'], groupBy });
      const { findings } = await run([correlation], eventsAt(0, 1, 2));
      assert.deepEqual(
        findings.map((one) => [one.hostKey, one.entityKey]),
        [[hostKey, entityKey]],
      );
    });
  }

  it('says "at least" where not all events found room', async () => {
    const { findings } = await run([BY_PROCESS], eventsAt(0, 1, 2, 3), 3);
    assert.deepEqual(
      findings.map(({ count, isCountExact }) => [count, isCountExact]),
      [[3, false]],
    );
  });

  it('reads no group where the source knows neither host nor process', async () => {
    const events = eventsAt(0, 1, 2).map((event): LogEvent => ({ ...event, hostKey: '-' }));
    const { fates, findings } = await run([BY_PROCESS], events);
    assert.deepEqual(fates, ['ungrouped', 'ungrouped', 'ungrouped']);
    assert.deepEqual(findings, []);
  });
});

describe('a rule that a correlation refers to', () => {
  it('makes no findings of its own', async () => {
    const { fates, findings } = await run([BY_PROCESS], eventsAt(0, 1));
    assert.deepEqual(fates, ['partial', 'partial']);
    assert.deepEqual(findings, []);
  });

  it('makes them where one correlation says "generate"', async () => {
    const loud = aCorrelation({ id: 'loud', rules: ['rule-1'], generate: true });
    const { fates, findings } = await run([BY_PROCESS, loud], eventsAt(0, 1));
    assert.deepEqual(fates, ['new', 'folded']);
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      ['rule-1'],
    );
  });

  it('may be a correlation, which then makes none', async () => {
    const outer = aCorrelation({
      id: 'outer',
      rules: ['c'],
      groupBy: ['Computer'],
      thresholds: [{ op: 'gte', value: 2 }],
    });
    const { findings } = await run([BY_PROCESS, outer], eventsAt(0, 1, 2, 3));
    assert.deepEqual(
      findings.map(({ rule, count }) => [rule.id, count]),
      [['outer', 2]],
    );
  });
});

it('counts of partial and ungrouped matches are part of the sum', () => {
  const counts = { ...sumCounts([]), matchesPerRule: { a: 5 }, newMatches: 1, foldedMatches: 1 };
  assert.deepEqual(unbalanced({ ...counts, partialMatches: 2, ungroupedMatches: 1 }), []);
  assert.equal(unbalanced({ ...counts, partialMatches: 2 }).length, 1);
});
