// Sysmon's events → objects: each machine's log comes in another shape, as after years of collecting it in different ways.

import { APPS, at, DC, FILES, WS_17, WS_22 } from '../company.ts';
import { asArray, asConcatenated, asLines, asWrapped, type EventObject } from '../event-objects.ts';
import { uuidOf } from '../random.ts';
import { eventsOf, type SysmonEvent } from './events.ts';
import { flatRecord, nxlogRecord } from './flat-shapes.ts';
import { evtxRecord, winlogbeat6Record, winlogbeat8Record } from './nested-shapes.ts';

/** Logstash rotates here: between the third and the fourth connection of the scan, and the start is in the first. */
const ROTATED_MS = at('10:15:05.000');
/** Logstash was restarted here and went on in the same file, as a new gzip member. */
const RESTARTED_MS = at('10:17:00.000');

function logstashName(minute: string, part: number): string {
  const id = uuidOf('logstash of sysmon');
  return `sysmon/ls.s3.${id}.2026-11-20T${minute}.tag_sysmon.part${part}.txt.gz`;
}

function between(events: readonly SysmonEvent[], fromMs: number, toMs: number): string {
  const chosen = events.filter(({ recordMs }) => recordMs >= fromMs && recordMs < toMs);
  return asLines(chosen.map(nxlogRecord));
}

function firstVictim(): readonly EventObject[] {
  const events = eventsOf(WS_17);
  return [
    {
      path: logstashName('10.05', 0),
      compression: 'gzip',
      parts: [between(events, 0, ROTATED_MS)],
    },
    {
      path: logstashName('10.15', 1),
      compression: 'gzip',
      parts: [
        between(events, ROTATED_MS, RESTARTED_MS),
        between(events, RESTARTED_MS, Number.POSITIVE_INFINITY),
      ],
    },
  ];
}

/** The objects of events/sysmon. */
export function sysmonObjects(): readonly EventObject[] {
  const vectorName = `sysmon/date=2026-11-20/1795169700-${uuidOf('vector of sysmon')}.log.zst`;
  return [
    ...firstVictim(),
    {
      path: vectorName,
      compression: 'zstd',
      parts: [asLines(eventsOf(WS_22).map(winlogbeat8Record))],
    },
    {
      path: 'sysmon/srv-files-01_Microsoft-Windows-Sysmon%4Operational.json',
      compression: 'plain',
      parts: [asConcatenated(eventsOf(FILES).map(evtxRecord))],
    },
    {
      path: 'sysmon/winlogbeat-dc-01-20261120.json.gz',
      compression: 'gzip',
      parts: [asArray(eventsOf(DC).map(winlogbeat6Record))],
    },
    {
      path: 'sysmon/srv-apps-01-events-20261120.json',
      compression: 'plain',
      parts: [asWrapped(eventsOf(APPS).map(flatRecord))],
    },
  ];
}
