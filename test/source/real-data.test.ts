// Real logs that none of us wrote: everything recognised, nothing guessed, times in order.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isJsonObject,
  type JsonObject,
  type LogEvent,
  type Logsource,
} from '../../src/model/index.ts';
import { createRegistry, logsourceApplies } from '../../src/source/index.ts';
import { timeMs } from '../../src/source/time.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';

const OTRF = 'data/sysmon-otrf/process_network.ndjson.gz';

function records(path: string): readonly JsonObject[] {
  return readRows(path).filter(isJsonObject);
}

function events(path: string): readonly LogEvent[] {
  const registry = createRegistry();
  return records(path).flatMap((record) => {
    const reading = registry.read(record);
    return reading.kind === 'events' ? reading.events : [];
  });
}

function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): Readonly<Record<string, number>> {
  const counts = [...Map.groupBy(items, keyOf)].map(([key, group]) => [key, group.length] as const);
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe(
  'OTRF: Sysmon and Security in NXLog, flat, Winlogbeat 6 and Azure Monitor shapes',
  NEEDS_SHARED,
  () => {
    const all = NEEDS_SHARED.skip === false ? events(OTRF) : [];
    const connections = all.filter(({ logsource }) => logsource.category === 'network_connection');

    it('has all of its 24,934 records recognised', () => {
      assert.equal(all.length, 24_934);
      assert.deepEqual(
        countBy(all, ({ source, eventKind }) => `${source} ${eventKind}`),
        {
          'sysmon 1': 2_054,
          'sysmon 3': 7_097,
          'sysmon 5': 1_794,
          'windows-security 4688': 1_690,
          'windows-security 4689': 1_484,
          'windows-security 5156': 10_815,
        },
      );
      assert.equal(all.filter(({ identity }) => identity === undefined).length, 9_362);
      assert.equal(all.filter(({ hostKey }) => hostKey === '-').length, 0);
    });

    it('has 199 connections to 445, of which 4 are unattributed', () => {
      const smb = connections.filter((event) => String(event.field('DestinationPort')) === '445');
      const program = (event: LogEvent) =>
        event.isAttributed ? String(event.field('Image')).replace(/^.*\\/, '') : 'unattributed';
      assert.deepEqual(
        countBy(smb, (event) => `${program(event)} ${String(event.field('Initiated'))}`),
        {
          'PurpleSharp.exe true': 6,
          'System false': 88,
          'System true': 100,
          'powershell.exe true': 1,
          'unattributed true': 4,
        },
      );
    });

    it('has no connection before the start of its own process', (t) => {
      const starts = new Map(
        all
          .filter(({ logsource }) => logsource.category === 'process_creation')
          .map((event) => [`${event.hostKey} ${event.entityKey}`, event.timeMs ?? NaN]),
      );
      const lags = connections.flatMap(({ hostKey, entityKey, timeMs: at = NaN }) => {
        const start = starts.get(`${hostKey} ${entityKey}`);
        return start === undefined ? [] : [at - start];
      });
      t.diagnostic(
        `${lags.length} connections with their start, least lag ${Math.min(...lags)} ms`,
      );
      assert.ok(lags.length > 500);
      assert.ok(lags.every((lagMs) => lagMs >= 0));
    });

    it('has every NXLog time shortly before its arrival, in the zone that the log does not name', (t) => {
      const delays = all
        .filter(({ record }) => 'EventReceivedTime' in record)
        .map((event) => (timeMs(event.record['@timestamp']) ?? NaN) - (event.timeMs ?? NaN))
        .sort((a, b) => a - b);
      const median = delays[delays.length >> 1] ?? NaN;
      const most = delays.at(-1) ?? NaN;
      t.diagnostic(
        `${delays.length} records, median ${median} ms, most ${most} ms (NXLog itself waits up to 146 s)`,
      );
      assert.equal(delays.length, 13_748);
      assert.ok((delays[0] ?? NaN) >= 0 && median < 5_000 && most < 180_000);
    });

    it('reads 5156 and 4688 a second time only on request', () => {
      const registry = createRegistry({ mapSecurityEvents: true });
      const mapped = records(OTRF).flatMap((record) => {
        const reading = registry.read(record);
        return reading.kind === 'events' ? reading.events.slice(1) : [];
      });
      assert.equal(mapped.length, 10_815 + 1_690);
      const starts = mapped.filter(({ logsource }) => logsource.category === 'process_creation');
      assert.ok(starts.every((event) => /^[1-9]\d*$/.test(String(event.field('ProcessId')))));
      const ends = mapped.filter(({ logsource }) => logsource.category === 'network_connection');
      assert.ok(
        ends.every((event) => ['true', 'false'].includes(String(event.field('Initiated')))),
      );
    });
  },
);

describe('Sysmon in a shape that nobody knows', () => {
  it('is unrecognised', NEEDS_SHARED, () => {
    const registry = createRegistry();
    assert.deepEqual(
      countBy(
        records('data/sysmon-rta/sysmon-rta.ndjson.gz'),
        (record) => registry.read(record).kind,
      ),
      { unrecognised: 37_356 },
    );
  });
});

describe('CrowdStrike FDR in an envelope', NEEDS_SHARED, () => {
  const path = 'data/crowdstrike-fdr-panther/crowdstrike_fdrevent.ndjson';
  const all = NEEDS_SHARED.skip === false ? events(path) : [];

  it('is recognised but for one record, which holds what a pipeline looked up and no event', () => {
    const registry = createRegistry();
    assert.deepEqual(
      countBy(records(path), (record) => registry.read(record).kind),
      { events: 60, unrecognised: 1 },
    );
    assert.deepEqual(
      countBy(all, ({ source, eventKind }) => `${source} ${eventKind}`),
      {
        'crowdstrike-fdr DnsRequest': 2,
        'crowdstrike-fdr Event_EppDetectionSummaryEvent': 2,
        'crowdstrike-fdr Event_RemoteResponseSessionEndEvent': 1,
        'crowdstrike-fdr Event_RemoteResponseSessionStartEvent': 1,
        'crowdstrike-fdr NetworkConnectIP4': 1,
        'crowdstrike-fdr ProcessRollup2': 53,
      },
    );
  });

  it('has the time of each event and the signature that its flags tell', () => {
    assert.ok(all.every(({ timeMs: at }) => at !== undefined && at < Date.UTC(2026, 10, 1)));
    const starts = all.filter(({ eventKind }) => eventKind === 'ProcessRollup2');
    const flags = (event: LogEvent) => String(event.field('SignInfoFlags'));
    for (const event of starts) {
      const isKnown = /^[1-9]\d*$/.test(flags(event));
      assert.equal(event.field('SignatureStatus') !== 'Unavailable', isKnown, flags(event));
    }
    assert.ok(starts.some((event) => event.field('Signature') === 'Microsoft Corporation'));
  });
});

describe('LimaCharlie from its documentation', () => {
  it('is recognised where it names a sensor, but no detection is', NEEDS_SHARED, () => {
    const all = events('data/limacharlie-docs/events.ndjson');
    assert.deepEqual(
      all.map(({ source, eventKind }) => `${source} ${eventKind}`),
      ['limacharlie NEW_PROCESS', 'limacharlie sensor_installed'],
    );
  });

  it('has every connection of a list, once it names a sensor', NEEDS_SHARED, () => {
    const list = records('data/limacharlie-docs/events.ndjson').find(
      ({ event_type: kind }) => kind === 'NETWORK_CONNECTIONS',
    );
    assert.ok(list !== undefined);
    const routing = { event_type: 'NETWORK_CONNECTIONS', sid: 's', plat: 268435456 };
    const reading = createRegistry().read({ ...list, routing });
    assert.ok(reading.kind === 'events');
    const ports = reading.events.map((event) => event.field('SourcePort'));
    assert.deepEqual(ports, [50396, 50397, 50398, 50399, 50400, 50401]);
    assert.ok(reading.events.every((event) => event.field('Initiated') === 'true'));
  });
});

describe('SigmaHQ regression events', () => {
  it(
    'have in evtx_dump form every field of the flattened form, and the logsource of their rule',
    NEEDS_SHARED,
    () => {
      const registry = createRegistry();
      let fields = 0;
      for (const { rule, event: flattened, raw_event: raw } of records(
        'conformance/sigmahq_regression.jsonl',
      )) {
        assert.ok(isJsonObject(raw) && isJsonObject(flattened));
        const reading = registry.read(raw);
        assert.equal(reading.kind, 'events');
        const [event] = reading.kind === 'events' ? reading.events : [];
        assert.ok(event !== undefined);
        for (const [name, value] of Object.entries(flattened)) {
          assert.deepEqual(event.field(name), value, name);
          fields += 1;
        }
        assert.ok(logsourceApplies(logsourceOf(String(rule)), event), String(rule).slice(0, 80));
      }
      assert.ok(fields > 3_900);
    },
  );
});

/** The logsource of a rule's YAML, which the source layer cannot parse. */
function logsourceOf(rule: string): Logsource {
  const block = rule.slice(rule.indexOf('\nlogsource:'), rule.indexOf('\ndetection:'));
  const entries = [...block.matchAll(/^ +(category|product|service): *(\S+)/gm)];
  assert.ok(entries.length > 0);
  return Object.fromEntries(entries.map(([, key, value]) => [String(key), value]));
}
