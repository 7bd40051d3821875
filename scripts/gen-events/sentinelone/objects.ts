// SentinelOne's events → objects of Cloud Funnel: gzip, keys that mean nothing; the servers' records with nested objects.

import { APPS, at, DC, FILES, WS_17, WS_22 } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import type { JsonRecord } from '../json.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, recordsBetween, recordsOf } from '../timeline.ts';
import { nested, sentinelRecords } from './records.ts';

/** Where one object ends and the next begins: between connections of the scan. */
const CUT_MS = at('10:15:05.000');

function object(name: string, records: readonly JsonRecord[]): EventObject {
  const id = uuidOf(`cloud funnel ${name}`).replaceAll('-', '');
  return {
    path: `sentinelone/cloud-funnel/8812/${id}.gz`,
    compression: 'gzip',
    parts: [asLines(records)],
  };
}

/** The objects of events/sentinelone. */
export function sentinelObjects(): readonly EventObject[] {
  const all = inOrder(agentFacts().flatMap(sentinelRecords));
  const flat = all.filter(({ machine }) => [WS_17, WS_22].includes(machine));
  return [
    object('first', recordsBetween(flat, 0, CUT_MS)),
    object('second', recordsBetween(flat, CUT_MS, Number.POSITIVE_INFINITY)),
    object('servers', recordsOf(all.map(nested), [FILES, DC, APPS])),
  ];
}
