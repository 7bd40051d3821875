// Connections that are judged late → the records behind their findings, kept with these: they are at hand.

import { eventId, type FoldWatch, packEvidence } from '../finding/index.ts';
import type { MatchReader, OutboxDeps } from '../pipeline/index.ts';
import type { RecordsOf } from './archive.ts';
import { EvidenceRecords } from './evidence-records.ts';

/** Holds records behind findings until these are kept. */
export interface RecordKeeping {
  readonly records: FoldWatch;
  readonly reader: MatchReader;
  outbox(outbox: OutboxDeps): OutboxDeps;
}

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
