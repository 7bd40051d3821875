// Times as logged → epoch ms, whatever the machine's own zone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { localToUtcMs, timeMs } from '../../src/source/time.ts';
import { azure, CONNECTION, elastic, eventOf, evtx, flat, nxlog, winlogbeat } from './records.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

const TIMES: readonly (readonly [unknown, number | undefined])[] = [
  ['2026-11-20T12:00:00Z', NOON],
  ['2026-11-20T12:00:00', NOON],
  ['2026-11-20 12:00:00', NOON],
  ['2026-11-20 12:00', NOON],
  [' 2026-11-20T12:00:00z ', NOON],
  ['2026-11-20T12:00:00.5Z', NOON + 500],
  ['2026-11-20T12:00:00,123Z', NOON + 123],
  ['2026-11-20T12:00:00.1239999Z', NOON + 123],
  ['2026-11-20T12:00:00.123456789+00:00', NOON + 123],
  ['2026-11-20T07:00:00-05:00', NOON],
  ['2026-11-20T17:45:00+0545', NOON],
  ['2026-11-20 12:00:00.1 UTC', NOON + 100],
  ['2024-02-29T12:00:00Z', Date.UTC(2024, 1, 29, 12)],
  [NOON, NOON],
  [NOON + 0.7, NOON],
  [String(NOON), NOON],
  ['2026-02-29T12:00:00Z', undefined],
  ['2026-13-01T12:00:00Z', undefined],
  ['2026-00-01T12:00:00Z', undefined],
  ['2026-11-20T24:00:00Z', undefined],
  ['2026-11-20T12:60:00Z', undefined],
  ['2026-11-20T12:00:00+25:00', undefined],
  ['2026-11-20', undefined],
  ['20/11/2026 12:00:00', undefined],
  ['1601-01-01T00:00:00Z', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['1970-01-01T00:00:00Z', undefined],
  [Math.trunc(NOON / 1000), NOON],
  [1795169702.118, 1795169702118],
  ['1795169702.118', 1795169702118],
  ['1795169702', 1795169702000],
  ['5', undefined],
  [5, undefined],
  [-NOON, undefined],
  ['133769169021180000', undefined],
  [1795169702118000, undefined],
  [NaN, undefined],
  [Infinity, undefined],
  ['', undefined],
  ['-', undefined],
  [`2026-11-20T12:00:00.${'1'.repeat(100_000)}Z`, undefined],
  [null, undefined],
  [undefined, undefined],
  [true, undefined],
  [{}, undefined],
  [['2026-11-20T12:00:00Z'], undefined],
];

describe('timeMs', () => {
  for (const [value, ms] of TIMES) {
    it(`reads ${String(JSON.stringify(value)).slice(0, 60)} as ${ms}`, () =>
      assert.equal(timeMs(value), ms));
  }
});

describe('localToUtcMs', () => {
  const HOUR_MS = 3_600_000;
  const CASES: readonly (readonly [number | undefined, number | undefined, number | undefined])[] =
    [
      [NOON + 2_000, NOON - 4 * HOUR_MS, 4 * HOUR_MS],
      [NOON + 36_000, NOON + 5.75 * HOUR_MS, -5.75 * HOUR_MS],
      [NOON, NOON + 1_500, 0],
      [NOON, NOON - 15 * HOUR_MS, undefined],
      [undefined, NOON, undefined],
      [NOON, undefined, undefined],
    ];
  for (const [utcMs, localMs, offsetMs] of CASES) {
    it(`of ${utcMs} and ${localMs} is ${offsetMs}`, () => {
      const found = localToUtcMs(utcMs, localMs);
      assert.equal(found === undefined ? undefined : found + 0, offsetMs);
    });
  }
});

describe('Time of a record', () => {
  const CASES: readonly (readonly [string, JsonObject, number | undefined])[] = [
    ['NXLog: EventTime in the zone found', nxlog(3, CONNECTION), Date.UTC(2026, 10, 20, 10, 15, 2)],
    [
      'NXLog without EventReceivedTime: @timestamp',
      nxlog(3, CONNECTION, { EventReceivedTime: null }),
      Date.UTC(2026, 10, 20, 10, 15, 4, 118),
    ],
    [
      'NXLog without @timestamp: EventTime as UTC',
      nxlog(3, CONNECTION, { '@timestamp': null }),
      Date.UTC(2026, 10, 20, 6, 15, 2),
    ],
    [
      'NXLog with a zone in EventTime',
      nxlog(3, CONNECTION, { EventTime: '2026-11-20T12:15:02+02:00' }),
      Date.UTC(2026, 10, 20, 10, 15, 2),
    ],
    [
      'NXLog without EventTime: @timestamp',
      nxlog(3, CONNECTION, { EventTime: null }),
      Date.UTC(2026, 10, 20, 10, 15, 4, 118),
    ],
    [
      'UtcTime as the last resort',
      flat(3, CONNECTION, { TimeCreated: null, '@timestamp': null }),
      Date.UTC(2026, 10, 20, 3),
    ],
    [
      'never UtcTime where the record has a time',
      evtx(3, CONNECTION),
      Date.UTC(2026, 10, 20, 10, 15, 2, 118),
    ],
    [
      'EventData nested by another exporter than Azure Monitor: @timestamp',
      azure(3, '{}', { TimeGenerated: null, '@timestamp': '2026-11-20T10:15:02Z' }),
      Date.UTC(2026, 10, 20, 10, 15, 2),
    ],
    [
      'UtcTime in nested EventData as the last resort',
      { ...azure(3, '', { TimeGenerated: null }), EventData: CONNECTION },
      Date.UTC(2026, 10, 20, 3),
    ],
    ['no time at all', flat(3, {}, { TimeCreated: 'x', '@timestamp': 7 }), undefined],
    [
      "Winlogbeat's own time_created before @timestamp, which pipelines set to UtcTime",
      winlogbeat(3, CONNECTION, { 'winlog.time_created': '2026-11-20T10:15:01Z' }),
      Date.UTC(2026, 10, 20, 10, 15, 1),
    ],
    ['Elastic Defend with a time that is none', elastic({ '@timestamp': 'x' }), undefined],
  ];
  for (const [name, record, ms] of CASES) it(name, () => assert.equal(eventOf(record).timeMs, ms));
});
