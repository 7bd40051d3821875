// Carbon Black Cloud's events → objects as the Data Forwarder writes them: a folder for each second, numbers without zeros.

import { at } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, recordsBetween } from '../timeline.ts';
import { carbonBlackRecords } from './records.ts';

/** An object is written at each of these times, with what came since the one before. */
const WRITTEN = ['10:13:3.000', '10:15:5.000', '10:19:41.000', '10:25:2.000'];

/** The objects of events/carbon-black-cloud. */
export function carbonBlackObjects(): readonly EventObject[] {
  const all = inOrder(agentFacts().flatMap(carbonBlackRecords));
  const timesMs = WRITTEN.map((time) => at(padded(time)));
  return WRITTEN.map((time, index) => {
    const [hour, minute, second] = time.slice(0, -4).split(':');
    const folder = `org_key=ABCD1234/year=2026/month=11/day=20/hour=${hour}/minute=${minute}/second=${second}`;
    const records = recordsBetween(all, timesMs[index - 1] ?? 0, timesMs[index] ?? 0);
    return {
      path: `carbon-black-cloud/${folder}/${uuidOf(`forwarder ${time}`)}.jsonl.gz`,
      compression: 'gzip',
      parts: [asLines(records)],
    };
  });
}

/** `10:15:5.000` → `10:15:05.000` */
function padded(time: string): string {
  return time.replaceAll(/(?<=:)(\d)(?=[:.])/g, '0$1');
}
