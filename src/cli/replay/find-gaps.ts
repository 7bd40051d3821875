// Objects of a bucket × what the ledger knows of them → those that today's rules have not seen to their end.

import type { LedgerEntry, ObjectLedger } from '../../ports/index.ts';
import type { Listed, ListedBatch } from './list-place.ts';

/**
 * `never`: no scan of this version went to its end, or the object was replaced since. `older`: scanned with other
 * rules or other code. `incomplete`: scanned with these, but records of it were rejected. `scanned`: no gap.
 */
export const GAP_FATES = ['never', 'older', 'incomplete', 'scanned'] as const;

/** What the ledger says of an object. */
export type GapFate = (typeof GAP_FATES)[number];

/** An object in S3, and what is known of it. */
export interface Gap {
  readonly fate: GapFate;
  readonly listed: Listed;
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** Of the last scan that went to its end. */
  readonly ruleset?: string;
  readonly completedMs?: number;
}

/** What objects are looked up by. */
export interface GapQuery {
  readonly ledger: Pick<ObjectLedger, 'readMany'>;
  readonly tenant: string;
  /** Digest of rules and code that counts as today's. */
  readonly ruleset: string;
  /** Objects that a gap can be in: of the time, with bytes. */
  readonly isAsked: (listed: Listed) => boolean;
}

/** Looks them up, a page of the listing at a time. */
export async function* findGaps(
  batches: AsyncIterable<ListedBatch>,
  { ledger, tenant, ruleset, isAsked }: GapQuery,
): AsyncGenerator<readonly Gap[]> {
  for await (const { objects } of batches) {
    const asked = objects.filter(isAsked).flatMap((listed) => {
      const { object } = listed;
      if ('path' in object) return [];
      const { bucket, key, etag, size } = object;
      return [{ listed, bucket, key, etag, size }];
    });
    const entries = await ledger.readMany(asked.map(({ listed: _, ...of }) => ({ tenant, ...of })));
    yield asked.map((one, index) => gapOf(one, entries[index], ruleset));
  }
}

function gapOf(
  one: Omit<Gap, 'fate' | 'ruleset' | 'completedMs'>,
  entry: LedgerEntry | undefined,
  ruleset: string,
): Gap {
  if (entry === undefined) return { fate: 'never', ...one };
  const known = { ruleset: entry.ruleset, completedMs: entry.completedMs };
  if (entry.ruleset !== ruleset) return { fate: 'older', ...one, ...known };
  return { fate: entry.counts.rejected > 0 ? 'incomplete' : 'scanned', ...one, ...known };
}
