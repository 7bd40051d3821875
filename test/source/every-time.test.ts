// The time of every source, in every unit that the vendors write, and nonsense in its place.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { cortexConnection, harfangLabConnection, ocsf } from './agent-records.ts';
import { carbonBlack } from './carbon-black-records.ts';
import { fdrConnection } from './fdr-records.ts';
import { limaConnections, member } from './lima-records.ts';
import { CONNECTION, defender, elastic, eventOf, flat, sentinel } from './records.ts';

const MS = 1795169702118;
const SECOND = 1795169702000;

/** Each source with a connection of that time, and no other time to fall back on. */
const SOURCES: readonly (readonly [string, (time: JsonValue) => JsonObject])[] = [
  [
    'sysmon',
    (time) => flat(3, CONNECTION, { TimeCreated: time, '@timestamp': null, UtcTime: null }),
  ],
  ['elastic-defend', (time) => elastic({ '@timestamp': time })],
  ['crowdstrike-fdr', (time) => fdrConnection({ ContextTimeStamp: time, timestamp: null })],
  ['limacharlie', (time) => limaConnections([member('192.0.2.9', 445)], {}, { event_time: time })],
  ['microsoft-defender', (time) => defender('DeviceNetworkEvents', { Timestamp: time })],
  ['sentinelone', (time) => sentinel({ 'event.time': time })],
  ['carbon-black-cloud', (time) => carbonBlack({ device_timestamp: time })],
  ['harfanglab', (time) => harfangLabConnection({ '@event_create_date': time })],
  ['cortex-xdr', (time) => cortexConnection({ event_timestamp: time })],
  ['ocsf', (time) => ocsf({ time })],
];

const TIMES: readonly (readonly [JsonValue, number | undefined])[] = [
  [MS, MS],
  [String(MS), MS],
  [SECOND / 1_000, SECOND],
  [String(SECOND / 1_000), SECOND],
  ['1795169702.118', MS],
  ['2026-11-20T10:15:02.118Z', MS],
  ['2026-11-20T10:15:02.1180000Z', MS],
  ['2026-11-20T11:15:02.118+01:00', MS],
  ...[null, '', '-', 'soon', 'x'.repeat(1_000_000), {}, [], true, 0, -1, 5, '0'].map(
    (nonsense): readonly [JsonValue, undefined] => [nonsense, undefined],
  ),
  ...[2 ** 60, '9223372036854775807', 1e300, '2026-02-30T00:00:00Z', '1601-01-01T00:00:00Z'].map(
    (nonsense): readonly [JsonValue, undefined] => [nonsense, undefined],
  ),
];

describe('The time of every source', () => {
  for (const [source, record] of SOURCES) {
    for (const [time, ms] of TIMES) {
      it(`of ${source}, written ${JSON.stringify(time).slice(0, 40)}, is ${ms}`, () => {
        const event = eventOf(record(time));
        assert.equal(event.source, source);
        assert.equal(event.timeMs, ms);
      });
    }
  }

  it('of SentinelOne is that of timestamp where event.time is none', () => {
    const times = { 'event.time': 'soon', timestamp: '2026-11-20T10:15:02.118Z' };
    assert.equal(eventOf(sentinel(times)).timeMs, MS);
  });

  it('of Carbon Black Cloud may stand in Go’s form', () => {
    const device_timestamp = '2026-11-20 10:15:02.1180000 +0000 UTC';
    assert.equal(eventOf(carbonBlack({ device_timestamp })).timeMs, MS);
  });
});
