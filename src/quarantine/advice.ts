// Why a record was rejected → what to do about it.

import type { RejectionCode } from '../model/index.ts';

/** In words for the on-call. */
export interface Advice {
  readonly cause: string;
  readonly todo: string;
}

/** Redriving is safe whatever was done before: ids come from the records alone, so what is known stays known. */
const AGAIN =
  'Then scan the object again: its ids are the same, what was found before is not found twice.';

/** By code. */
export const ADVICE: Readonly<Record<RejectionCode, Advice>> = {
  RECORD_NOT_JSON: {
    cause: 'not JSON',
    todo: `Look where the record breaks: cut short, glued to the next, or no log at all. Mend the shipper, or the record in the extracted file. ${AGAIN}`,
  },
  RECORD_NOT_OBJECT: {
    cause: 'JSON, but no object',
    todo: 'Look whether the shipper writes headers, counters or an envelope between the records. If events are inside, report the shape; else nothing is lost.',
  },
  RECORD_TOO_LARGE: {
    cause: 'larger than 16 MiB',
    todo: `Only its beginning is kept: find it in the object by its offset. Have the shipper split or cut it. ${AGAIN}`,
  },
  RECORD_TOO_DEEP: {
    cause: 'nested deeper than 64 levels',
    todo: `No product nests so deep: look whether somebody made the record to be skipped. Flatten it in the extracted file. ${AGAIN}`,
  },
};
