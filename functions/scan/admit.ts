// An object a notification names × configuration → is it scanned, and if not, why.

import type { ScanConfig } from './config.ts';
import type { ObjectRef } from './events/delivery.ts';
import type { ScanSource } from './source-config.ts';

/** Why an object is acknowledged without a scan. */
export type PassedOver = 'folder' | 'empty' | 'not-configured';

/** Whether to scan. */
export type Admission =
  | { readonly kind: 'scan'; readonly source: ScanSource }
  | { readonly kind: 'pass'; readonly reason: PassedOver };

/**
 * Only configured buckets, prefixes and suffixes are read, whoever sends the notification. Folder marks (`logs/`, zero
 * bytes) and empty objects hold nothing; a key that ends in `/` and has bytes is an object like any other.
 */
export function admit(object: ObjectRef, { sources }: Pick<ScanConfig, 'sources'>): Admission {
  const source = sources.find((one) => isOf(object, one));
  if (source === undefined) return { kind: 'pass', reason: 'not-configured' };
  if (object.size !== 0) return { kind: 'scan', source };
  return { kind: 'pass', reason: object.key.endsWith('/') ? 'folder' : 'empty' };
}

function isOf({ bucket, key }: ObjectRef, source: ScanSource): boolean {
  const { prefixes, suffix = '' } = source;
  const isWatched = prefixes.length === 0 || prefixes.some((prefix) => key.startsWith(prefix));
  return bucket === source.bucket && isWatched && key.endsWith(suffix);
}
