// Host key, event identity, and what transport adds.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventId } from '../../src/finding/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import {
  azure,
  CONNECTION,
  elastic,
  eventOf,
  evtx,
  flat,
  nxlog,
  winlogbeat,
  winlogbeat6,
} from './records.ts';

const HOST = 'ws-17.example.com';
const CHANNEL = 'microsoft-windows-sysmon/operational';
const ISO = '2026-11-20T10:15:02.118Z';

const IDENTITIES: readonly (readonly [string, JsonObject, readonly string[] | undefined])[] = [
  ['NXLog', nxlog(3, CONNECTION), [HOST, CHANNEL, '4711', '2026-11-20 06:15:02']],
  ['Winlogbeat 6', winlogbeat6(3, CONNECTION), [HOST, CHANNEL, '4711', ISO]],
  ['Winlogbeat 7/8', winlogbeat(3, CONNECTION), [HOST, CHANNEL, '4711', ISO]],
  ['evtx_dump', evtx(3, CONNECTION), [HOST, CHANNEL, '4711', '2026-11-20T10:15:02.118000Z']],
  ['flat, which has no record number', flat(3, CONNECTION), undefined],
  ['Azure Monitor, which has none', azure(3, '{}'), undefined],
  ['a record without a host', nxlog(3, CONNECTION, { Hostname: null }), undefined],
  ['a record without its own time', nxlog(3, CONNECTION, { EventTime: 'soon' }), undefined],
  ['a record number that is an object', nxlog(3, CONNECTION, { RecordNumber: {} }), undefined],
  ['a record number of 0', nxlog(3, CONNECTION, { RecordNumber: 0 }), undefined],
  ['a record number of "0"', winlogbeat6(3, CONNECTION, { record_number: '0' }), undefined],
  ['Elastic Defend', elastic(), ['51b1', 'N3vT+1']],
  [
    'Elastic Defend without event.id',
    elastic({ event: { dataset: 'endpoint.events.network' } }),
    undefined,
  ],
  [
    'event.id that is no text',
    elastic({ event: { dataset: 'endpoint.events.file', id: 7 } }),
    undefined,
  ],
];

describe('Event identity', () => {
  for (const [name, record, identity] of IDENTITIES) {
    it(`of ${name}`, () => assert.deepEqual(eventOf(record).identity, identity));
  }

  it('does not depend on when the record arrived', () => {
    const late = { '@timestamp': '2026-11-20T12:15:04Z', EventReceivedTime: '2026-11-20 08:15:03' };
    assert.deepEqual(
      eventOf(nxlog(3, CONNECTION, late)).identity,
      eventOf(nxlog(3, CONNECTION)).identity,
    );
  });
});

describe('Host key', () => {
  const CASES: readonly (readonly [string, JsonObject, string])[] = [
    ['host.id', { host: { id: 'H-1', name: 'WS-17' }, agent: { id: 'A-1' } }, 'H-1'],
    ['agent.id', { host: { name: 'WS-17' }, agent: { id: 'A-1' } }, 'A-1'],
    ['host.hostname', { host: { name: 'other', hostname: 'WS-17' }, agent: {} }, 'ws-17'],
    ['host.name', { host: { name: 'WS-17' }, agent: {} }, 'ws-17'],
    ['nothing', { host: 'x', agent: null }, '-'],
  ];
  for (const [name, more, hostKey] of CASES) {
    it(`of Elastic Defend is ${name}`, () => assert.equal(eventOf(elastic(more)).hostKey, hostKey));
  }

  it("is never NXLog's host, which is the collector", () => {
    assert.equal(eventOf(nxlog(3, CONNECTION, { Hostname: '-' })).hostKey, '-');
  });
});

describe('Transport fields', () => {
  it("of NXLog hold both arrival times and the collector, not the event's own time", () => {
    const { transportFields } = eventOf(nxlog(3, CONNECTION));
    for (const key of ['@timestamp', 'EventReceivedTime', 'host', 'port', 'tags', '@version']) {
      assert.ok(transportFields.has(key), key);
    }
    assert.ok(!transportFields.has('EventTime'));
  });

  it("keep @timestamp where it is the event's time", () => {
    const untimed = flat(3, {}, { TimeCreated: null });
    for (const record of [winlogbeat6(3, {}), winlogbeat(3, {}), elastic(), untimed]) {
      assert.ok(!eventOf(record).transportFields.has('@timestamp'));
    }
  });

  it('hold it where the event has a time of its own, so that one sent twice has one id', () => {
    const sent = { '@timestamp': '2026-11-20T10:15:09Z' };
    const sentAgain = { '@timestamp': '2026-11-20T10:17:41Z' };
    for (const make of [
      (more: JsonObject) => flat(3, CONNECTION, more),
      (more: JsonObject) => azure(3, '{}', more),
      (more: JsonObject) => nxlog(3, CONNECTION, { RecordNumber: null, ...more }),
    ]) {
      assert.equal(eventId(eventOf(make(sent))), eventId(eventOf(make(sentAgain))));
    }
  });

  it('keep the agent of Elastic Defend, which is the endpoint, not that of Winlogbeat', () => {
    assert.ok(!eventOf(elastic()).transportFields.has('agent'));
    assert.ok(eventOf(winlogbeat(3, {})).transportFields.has('agent'));
  });
});
