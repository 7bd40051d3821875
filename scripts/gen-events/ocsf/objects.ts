// OCSF events → objects, under the keys of a custom source of Security Lake: JSON, before it becomes Parquet.

import { at } from '../company.ts';
import { asArray, asLines, type EventObject } from '../event-objects.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, recordsBetween } from '../timeline.ts';
import { ocsfRecords } from './records.ts';

const FOLDER =
  'ocsf/ext/EXAMPLE_AGENT/1.0/region=eu-central-1/accountId=123456789012/eventDay=20261120';

/** Where one object ends and the next begins: between connections of the scan. */
const CUTS_MS = [at('10:15:05.000'), at('10:20:00.000')] as const;

/** The objects of events/ocsf. */
export function ocsfObjects(): readonly EventObject[] {
  const all = inOrder(agentFacts().flatMap(ocsfRecords));
  const [first, second] = CUTS_MS;
  const name = (part: number) => `${FOLDER}/${uuidOf(`ocsf object ${part}`)}`;
  return [
    {
      path: `${name(1)}.json.gz`,
      compression: 'gzip',
      parts: [asLines(recordsBetween(all, 0, first))],
    },
    {
      path: `${name(2)}.json.gz`,
      compression: 'gzip',
      parts: [asArray(recordsBetween(all, first, second))],
    },
    {
      path: `${name(3)}.json.zst`,
      compression: 'zstd',
      parts: [asLines(recordsBetween(all, second, Number.POSITIVE_INFINITY))],
    },
  ];
}
