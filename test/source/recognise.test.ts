// Which records are whose, and which are nobody's.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { createRegistry, isSourceId, listSources, SOURCE_IDS } from '../../src/source/index.ts';
import { fdrConnection, fdrHost, fdrStart, inEnvelope } from './fdr-records.ts';
import { limaStart } from './lima-records.ts';
import {
  CONNECTION,
  elastic,
  eventOf,
  flat,
  nxlog,
  security,
  winlogbeat,
  winlogEcs,
} from './records.ts';

const UNKNOWN: readonly (readonly [string, JsonObject])[] = [
  ['an empty object', {}],
  ['Sysmon fields with EventId and no channel', { ...CONNECTION, EventId: 3 }],
  ['an EventID without channel and provider', { ...CONNECTION, EventID: 3 }],
  ['an EventID that is no number', flat(3, CONNECTION, { EventID: 'three' })],
  ['an EventID that is null', flat(3, CONNECTION, { EventID: null })],
  ['a channel that is an object', flat(3, {}, { Channel: {}, SourceName: {} })],
  ['winlog that is a text', { winlog: 'x' }],
  ['winlog without an event id', { winlog: { channel: 'Security' } }],
  ['Event without System', { Event: { EventData: {} } }],
  ['ECS of another product', { event: { category: ['network'], dataset: 'zeek.conn' } }],
  [
    "the endpoint's alerts",
    elastic({ event: { dataset: 'endpoint.alerts', module: 'endpoint', category: ['process'] } }),
  ],
  ['an agent of type endpoint with no category of Defend', { agent: { type: 'endpoint' } }],
  ['CrowdStrike’s kind of event without a sensor', { event_simpleName: 'NetworkConnectIP4' }],
  ['a sensor without a kind of event', { aid: '0b49', cid: '5687', RemotePort: '445' }],
  ['a kind of event that is no text', { event_simpleName: 7, aid: '0b49', ComputerName: 'a' }],
  ['a host of no customer', { aid: '0b49', ComputerName: 'a' }],
  [
    'LimaCharlie without a sensor',
    { routing: { event_type: 'NEW_PROCESS' }, event: { FILE_PATH: 'a' } },
  ],
  [
    'own keys named as if inherited',
    JSON.parse('{"__proto__":{"EventID":3,"Channel":"Security"}}'),
  ],
];

describe('Registry', () => {
  for (const [name, record] of UNKNOWN) {
    it(`does not recognise ${name}`, () => {
      assert.deepEqual(createRegistry().read(record), { kind: 'unrecognised' });
    });
  }

  const KNOWN: readonly (readonly [string, JsonObject, string])[] = [
    [
      'a channel in capitals',
      flat(3, {}, { Channel: 'MICROSOFT-WINDOWS-SYSMON/OPERATIONAL' }),
      'sysmon',
    ],
    ['Sysmon by its provider', flat(3, {}, { Channel: 'ForwardedEvents' }), 'sysmon'],
    ['Sysmon for Linux', flat(3, {}, { Channel: 'Linux-Sysmon/Operational' }), 'sysmon'],
    ['Security in lower case', security(4688, {}), 'windows-security'],
    ['System', flat(7045, {}, { Channel: 'System', SourceName: 'x' }), 'windows-eventlog'],
    [
      'an unheard-of channel',
      flat(1, {}, { Channel: 'Example/Admin', SourceName: 'x' }),
      'windows-eventlog',
    ],
    ['Winlogbeat with ECS names', winlogEcs(), 'sysmon'],
    [
      'a Windows event that a pipeline labelled endpoint',
      winlogbeat(3, CONNECTION, { event: { module: 'endpoint', category: ['network'] } }),
      'sysmon',
    ],
    ['Elastic Defend by dataset', elastic({ agent: {} }), 'elastic-defend'],
    [
      'Elastic Defend by data_stream',
      { 'data_stream.dataset': 'endpoint.events.file', event: { action: 'creation' } },
      'elastic-defend',
    ],
    [
      'Elastic Defend by agent and category',
      elastic({ event: { category: 'network', action: 'connection_accepted' } }),
      'elastic-defend',
    ],
    ['CrowdStrike', fdrConnection(), 'crowdstrike-fdr'],
    ['CrowdStrike in an envelope', { event: fdrStart() }, 'crowdstrike-fdr'],
    ['CrowdStrike’s inventory', fdrHost(), 'crowdstrike-fdr'],
    ['LimaCharlie', limaStart(), 'limacharlie'],
    [
      'Elastic Defend by module and category',
      { event: { module: 'endpoint', category: ['process'], type: ['start'] } },
      'elastic-defend',
    ],
  ];
  for (const [name, record, source] of KNOWN) {
    it(`recognises ${name}`, () => {
      assert.equal(eventOf(record).source, source);
    });
  }

  it('reports a record that two sources claim', () => {
    const record = flat(3, CONNECTION, { event: { dataset: 'endpoint.events.network' } });
    assert.deepEqual(createRegistry().read(record), {
      kind: 'ambiguous',
      sources: ['sysmon', 'elastic-defend'],
    });
    assert.equal(createRegistry({ only: 'elastic-defend' }).read(record).kind, 'events');
  });

  it('asks one source only, if told so', () => {
    const { read } = createRegistry({ only: 'windows-security' });
    assert.equal(read(nxlog(3, CONNECTION)).kind, 'unrecognised');
    assert.equal(read(elastic()).kind, 'unrecognised');
    assert.equal(read(security(4689, {})).kind, 'events');
  });

  it('agrees with the adapters asked one by one', () => {
    const records = [
      ...[nxlog(3, CONNECTION), security(5156, {}), elastic(), winlogEcs(), {}],
      ...[fdrConnection(), inEnvelope(fdrStart()), limaStart()],
    ];
    for (const record of records) {
      const reading = createRegistry().read(record);
      const claims = listSources().filter((source) => source.recognise(record));
      assert.deepEqual(
        claims.map(({ id }) => id),
        reading.kind === 'events' ? [reading.source] : [],
      );
      const events = claims.flatMap((source) => source.toEvents(record));
      assert.equal(events.length, reading.kind === 'events' ? reading.events.length : 0);
    }
  });

  it('names its sources', () => {
    assert.deepEqual(
      listSources().map(({ id }) => id),
      [...SOURCE_IDS],
    );
    assert.equal(isSourceId('sysmon'), true);
    assert.equal(isSourceId('toString'), false);
  });
});
