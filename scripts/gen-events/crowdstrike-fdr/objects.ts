// CrowdStrike's events → objects as Falcon Data Replicator writes them: batches of gzip parts, and the inventory of hosts.

import { at, DC, MACHINES } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import type { Process } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { uuidOf } from '../random.ts';
import { agentFacts, inOrder, instanceOf, recordsBetween, type TimedRecord } from '../timeline.ts';
import { falconRecords, hostRow, moduleRecord, runningRecord } from './records.ts';

const FOLDER = 'crowdstrike-fdr';

/** The logs begin here; a sensor that was updated tells anew of what runs. */
const UPDATED_MS = at('10:04:12.000');
/** The batches end here: the first with the third connection of the scan. */
const CUTS_MS = [at('10:12:00.000'), at('10:15:05.000')] as const;

/** Every process that acts and had started before the logs begin, once. */
function processesBefore(): readonly Process[] {
  const seen = new Map<string, Process>();
  for (const { process } of agentFacts()) {
    if (process.startMs < UPDATED_MS) seen.set(instanceOf(process), process);
  }
  return [...seen.values()];
}

/** All sensors but the domain controller's were updated, so that of its processes no event names the program. */
function running(): readonly TimedRecord[] {
  return processesBefore()
    .filter(({ machine }) => machine !== DC)
    .flatMap((process, index) => {
      const timeMs = UPDATED_MS + index * 37;
      const { signer } = process.program;
      const isNamed = signer !== undefined && !signer.startsWith('Microsoft');
      const summary = isNamed ? [moduleRecord(process, signer, timeMs + 900)] : [];
      return [runningRecord(process, timeMs), ...summary];
    });
}

function batch(order: number, part: number, records: readonly JsonRecord[]): EventObject {
  const id = uuidOf(`falcon batch ${order}`);
  return {
    path: `${FOLDER}/data/${id}/part-0000${part}.gz`,
    compression: 'gzip',
    parts: [asLines(records)],
  };
}

/** The objects of events/crowdstrike-fdr. */
export function crowdstrikeObjects(): readonly EventObject[] {
  const all = inOrder([...running(), ...agentFacts().flatMap(falconRecords)]);
  const [first, second] = CUTS_MS;
  const inventory = asLines(MACHINES.map(hostRow));
  const done = `${FOLDER}/data/${uuidOf('falcon batch 1')}/_SUCCESS`;
  return [
    batch(1, 0, recordsBetween(all, 0, first)),
    batch(1, 1, recordsBetween(all, first, second)),
    { path: done, compression: 'plain', parts: [''] },
    batch(2, 0, recordsBetween(all, second, Number.POSITIVE_INFINITY)),
    {
      path: `${FOLDER}/fdr/aidmaster/${uuidOf('falcon inventory')}/part-00000.gz`,
      compression: 'gzip',
      parts: [inventory],
    },
  ];
}
