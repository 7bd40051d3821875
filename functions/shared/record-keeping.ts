// Connections that are judged late → the records behind their findings, kept with these: they are at hand.

import { eventId, packEvidence } from '../../src/finding/index.ts';
import type { OutboxDeps } from '../../src/pipeline/index.ts';
import { EvidenceRecords } from '../scan/evidence-records.ts';
import type { RecordsOf } from './archive.ts';
import type { RecordKeeping } from './join-deps.ts';

/** For one round of judging. */
export function recordKeeping(
  keepWith: (recordsOf: RecordsOf) => OutboxDeps['keep'],
): RecordKeeping {
  const records = new EvidenceRecords();
  return {
    records,
    reader: {
      eventId,
      packEvidence: (match) => {
        records.takesPart(match);
        return packEvidence(match);
      },
    },
    outbox: (outbox) => ({ ...outbox, keep: keepWith((finding) => records.of(finding)) }),
  };
}
