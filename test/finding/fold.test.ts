// The fold gives the same findings in any order, with any duplicates, split in any way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FindingFold } from '../../src/finding/index.ts';
import type { Finding, Match } from '../../src/model/index.ts';
import { aMatch, anEvent, NOON_MS } from './builders.ts';

/** A finding without provenance. */
function coreOf({ delivery: _delivery, ...core }: Finding): Omit<Finding, 'delivery'> {
  return core;
}

function fold(matches: readonly Match[]): FindingFold {
  const folded = new FindingFold('acme');
  for (const match of matches) folded.add(match);
  return folded;
}

function cores(folded: FindingFold) {
  return folded.findings().map(coreOf);
}

function only(folded: FindingFold): Finding {
  const [finding, ...rest] = folded.findings();
  assert.ok(finding !== undefined);
  assert.equal(rest.length, 0);
  return finding;
}

function connection(number: number, fields: Readonly<Record<string, unknown>> = {}): Match {
  return aMatch(anEvent({ identity: [String(number)], timeMs: NOON_MS + number * 1_000, fields }), {
    ordinal: number,
  });
}

const match: fc.Arbitrary<Match> = fc
  .record({
    number: fc.nat(40),
    entity: fc.constantFrom('p1', 'p2', undefined),
    minute: fc.option(fc.nat(5), { nil: undefined }),
    ip: fc.nat(60),
    port: fc.constantFrom(445, 139, undefined),
    user: fc.constantFrom('CORP\\al', '-'),
    object: fc.constantFrom('a', 'b'),
  })
  .map(({ number, entity, minute, ip, port, user, object }) =>
    aMatch(
      anEvent({
        identity: [String(number)],
        entityKey: entity,
        timeMs: minute === undefined ? undefined : NOON_MS + minute * 60_000,
        record: { number, ip, user },
        fields: { DestinationIp: `192.0.2.${ip}`, DestinationPort: port, User: user },
      }),
      { object, ordinal: number },
    ),
  );

/** Matches of one identity whose content differs are the hard case: they must fold alike too. */
const shuffled = fc
  .array(match, { minLength: 1, maxLength: 60 })
  .chain((matches) =>
    fc.tuple(
      fc.constant(matches),
      fc.shuffledSubarray([...matches, ...matches], { minLength: matches.length * 2 }),
    ),
  );

test('order and duplicates change nothing, not even provenance', () => {
  fc.assert(
    fc.property(shuffled, ([matches, again]) => {
      assert.deepEqual(fold(again).findings(), fold(matches).findings());
    }),
  );
});

test('any partition into folds that are merged gives the same findings', () => {
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 1, max: 5 }), ([matches, again], parts) => {
      const folds = Array.from({ length: parts }, (_, part) =>
        fold(again.filter((_match, index) => index % parts === part)),
      );
      const merged = folds.reduceRight((right, left) => {
        left.merge(right);
        return left;
      });
      assert.deepEqual(cores(merged), cores(fold(matches)));
    }),
  );
});

test('matches of one process on one day are one finding', () => {
  const finding = only(fold([connection(2), connection(0), connection(1), connection(1)]));
  assert.equal(finding.count, 3);
  assert.equal(finding.isCountExact, true);
  assert.equal(finding.time, '2026-11-20T12:00:00.000Z');
  assert.equal(finding.firstTime, '2026-11-20T12:00:00.000Z');
  assert.equal(finding.lastTime, '2026-11-20T12:00:02.000Z');
  assert.equal(finding.delivery.ordinal, 0);
});

test('the first match of a finding is new, every other is folded', () => {
  const folded = new FindingFold('acme');
  assert.deepEqual(
    [0, 1, 1].map((number) => folded.add(connection(number))),
    ['new', 'folded', 'folded'],
  );
});

test('a match with a time is the evidence before one without', () => {
  const timeless = (id: string) => aMatch(anEvent({ identity: [id], timeMs: undefined }));
  const findings = fold([timeless('0'), connection(5)]).findings();
  assert.deepEqual(
    findings.map(({ day }) => day),
    ['2026-11-20', '-'],
  );
});

for (const [matches, count, isCountExact] of [
  [999, 999, true],
  [1_000, 1_000, true],
  [1_001, 1_000, false],
] as const) {
  test(`of ${matches} matches ${count} are counted, ${isCountExact ? 'exactly' : 'at least'}`, () => {
    const finding = only(fold(Array.from({ length: matches }, (_, number) => connection(number))));
    assert.equal(finding.count, count);
    assert.equal(finding.isCountExact, isCountExact);
  });
}

test('folds that are exact apart can be inexact together', () => {
  const numbers = Array.from({ length: 1_200 }, (_, number) => number);
  const left = fold(numbers.slice(0, 700).map((number) => connection(number)));
  const right = fold(numbers.slice(500).map((number) => connection(number)));
  assert.equal(only(left).isCountExact, true);
  left.merge(right);
  assert.equal(only(left).count, 1_000);
  assert.equal(only(left).isCountExact, false);
});

test('the first twenty destinations are named by time, then address, then port, and all are counted', () => {
  const numbers = Array.from({ length: 30 }, (_, number) => number);
  const matches = numbers.map((number) =>
    connection(number, { DestinationIp: `192.0.2.${number}` }),
  );
  const finding = only(fold(matches.toReversed()));
  assert.equal(finding.distinctDestinations, 30);
  assert.deepEqual(
    finding.destinations.map(({ ip }) => ip),
    numbers.slice(0, 20).map((number) => `192.0.2.${number}`),
  );
});

test('one address in several spellings is one destination', () => {
  const spellings = ['2001:DB8::1', '2001:0db8:0:0:0:0:0:1', '2001:db8::1'];
  const finding = only(
    fold(spellings.map((DestinationIp, number) => connection(number, { DestinationIp }))),
  );
  assert.deepEqual(finding.destinations, [
    { ip: '2001:db8::1', port: 445, firstTime: '2026-11-20T12:00:00.000Z' },
  ]);
});

test('findings are sorted by time, then id, those without a time last', () => {
  const matches = ['p1', 'p2', 'p3'].map((entityKey, index) =>
    aMatch(anEvent({ entityKey, timeMs: [undefined, NOON_MS + 1, NOON_MS][index] })),
  );
  const times = fold(matches)
    .findings()
    .map(({ time }) => time);
  assert.deepEqual(times, ['2026-11-20T12:00:00.000Z', '2026-11-20T12:00:00.001Z', undefined]);
});

test('the record of a match that comes behind the one shown is not hashed', () => {
  const [first, second] = [connection(0), connection(1)];
  const event = Object.defineProperty({ ...second.event }, 'record', {
    get: () => assert.fail('the record was read'),
  });
  assert.equal(only(fold([first, { ...second, event }])).count, 2);
});
