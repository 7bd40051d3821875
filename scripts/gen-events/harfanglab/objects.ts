// HarfangLab's telemetry → objects: the manager's syslog output through Vector, gzip and zstd.

import { at } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, recordsBetween } from '../timeline.ts';
import { harfangRecords } from './records.ts';

/** Vector rotates here: between the third and the fourth connection of the scan. */
const CUT_MS = at('10:15:05.000');

/** The objects of events/harfanglab. */
export function harfangObjects(): readonly EventObject[] {
  const all = inOrder(agentFacts().flatMap(harfangRecords));
  const folder = 'harfanglab/date=2026-11-20';
  return [
    {
      path: `${folder}/1795169105-${uuidOf('vector of harfang 1')}.log.gz`,
      compression: 'gzip',
      parts: [asLines(recordsBetween(all, 0, CUT_MS))],
    },
    {
      path: `${folder}/1795170305-${uuidOf('vector of harfang 2')}.log.zst`,
      compression: 'zstd',
      parts: [asLines(recordsBetween(all, CUT_MS, Number.POSITIVE_INFINITY))],
    },
  ];
}
