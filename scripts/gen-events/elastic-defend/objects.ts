// Elastic Defend's documents → objects: what the shippers wrote to the bucket, and an export from the index over it.

import { at } from '../company.ts';
import { asArray, asLines, asWrapped, type EventObject } from '../event-objects.ts';
import type { JsonRecord } from '../json.ts';
import { uuidOf } from '../random.ts';
import { isoMs } from '../times.ts';
import { type ElasticEvent, elasticEvents } from './events.ts';

const FOLDER = 'elastic-defend';

/** Where one object ends and the next begins: the second lies between the attacker's connections. */
const CUTS_MS = ['10:13:30', '10:15:05', '10:16:30', '10:22:45'].map((time) => at(`${time}.000`));

function slice(events: readonly ElasticEvent[], index: number): readonly JsonRecord[] {
  const fromMs = CUTS_MS[index - 1] ?? Number.NEGATIVE_INFINITY;
  const toMs = CUTS_MS[index] ?? Number.POSITIVE_INFINITY;
  return events
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
    .map(({ record }) => record);
}

/** As Logstash's Elastic Agent input leaves a document. */
function throughLogstash(record: JsonRecord): JsonRecord {
  return { ...record, '@version': '1', tags: ['beats_input_codec_plain_applied'] };
}

/** As the index returns a document: with what the ingest pipeline added, on this day eleven seconds late. */
function fromIndex({ timeMs, record }: ElasticEvent): JsonRecord {
  const added = { agent_id_status: 'verified', ingested: isoMs(timeMs + 11_000) };
  return { ...record, event: { ...record.event, ...added } };
}

/** Ten seconds around the start of the attacker's program, delivered a second time. */
function exported(events: readonly ElasticEvent[]): readonly JsonRecord[] {
  const [fromMs, toMs] = [at('10:15:00.000'), at('10:15:10.000')];
  return events.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs).map(fromIndex);
}

/** The objects of events/elastic-defend. */
export function elasticDefendObjects(): readonly EventObject[] {
  const events = elasticEvents();
  const lines = (index: number) => [asLines(slice(events, index).map(throughLogstash))];
  const logstash = (minute: string, part: number, ending: string) =>
    `${FOLDER}/ls.s3.${uuidOf('logstash of elastic')}.2026-11-20T${minute}.tag_endpoint.part${part}.${ending}`;
  const vector = `${FOLDER}/date=2026-11-20/1795170165-${uuidOf('vector of elastic')}.log.zst`;
  return [
    { path: logstash('10.05', 0, 'txt.gz'), compression: 'gzip', parts: lines(0) },
    { path: logstash('10.13', 1, 'txt'), compression: 'plain', parts: lines(1) },
    { path: logstash('10.15', 2, 'txt.gz'), compression: 'gzip', parts: lines(2) },
    { path: vector, compression: 'zstd', parts: [asLines(slice(events, 3))] },
    {
      path: `${FOLDER}/endpoint-20261120T1022.json`,
      compression: 'plain',
      parts: [asWrapped(slice(events, 4))],
    },
    {
      path: `${FOLDER}/export-logs-endpoint.events-20261120T1015.json.gz`,
      compression: 'gzip',
      parts: [asArray(exported(events))],
    },
  ];
}
