// Cortex XDR's events → objects: what event forwarding wrote to its bucket, copied; older deliveries write words, newer numbers.

import { at, WS_17, WS_22 } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, recordsBetween, type TimedRecord } from '../timeline.ts';
import { type CortexSpelling, cortexRecords } from './records.ts';

/** Where one delivery ends and the next begins: between connections of the scan. */
const CUT_MS = at('10:15:05.000');

function deliveries(name: string, all: readonly TimedRecord[]): readonly EventObject[] {
  const parts = [recordsBetween(all, 0, CUT_MS), recordsBetween(all, CUT_MS, Infinity)];
  return parts.map((records, index) => ({
    path: `cortex-xdr/${name}/2026/11/20/10/${uuidOf(`cortex ${name} ${index}`)}.json.gz`,
    compression: 'gzip',
    parts: [asLines(records)],
  }));
}

/** The objects of events/cortex-xdr. */
export function cortexObjects(): readonly EventObject[] {
  const written = (spelling: CortexSpelling, isClient: boolean) =>
    inOrder(
      agentFacts()
        .filter(({ process }) => [WS_17, WS_22].includes(process.machine) === isClient)
        .flatMap((fact) => cortexRecords(fact, spelling)),
    );
  return [
    ...deliveries('clients', written('words', true)),
    ...deliveries('servers', written('numbers', false)),
  ];
}
