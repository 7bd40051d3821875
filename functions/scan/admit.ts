// An object a notification names × configuration → is it scanned, and if not, why.

import type { ScanConfig, ScanSource } from './config.ts';
import type { ObjectRef } from './events/delivery.ts';

/** Why an object is acknowledged without a scan. */
export type PassedOver = 'folder' | 'empty' | 'not-configured';

/** Whether to scan. */
export type Admission =
  | { readonly kind: 'scan'; readonly source: ScanSource }
  | { readonly kind: 'pass'; readonly reason: PassedOver };

/**
 * Only configured buckets and prefixes are read, whoever sends the notification. Folder marks (`logs/`, zero
 * bytes) and empty objects hold nothing; a key that ends in `/` and has bytes is an object like any other.
 */
export function admit(object: ObjectRef, config: ScanConfig): Admission {
  const source = config.sources.find(
    ({ bucket, prefixes }) =>
      bucket === object.bucket &&
      (prefixes.length === 0 || prefixes.some((prefix) => object.key.startsWith(prefix))),
  );
  if (source === undefined) return { kind: 'pass', reason: 'not-configured' };
  if (object.size !== 0) return { kind: 'scan', source };
  return { kind: 'pass', reason: object.key.endsWith('/') ? 'folder' : 'empty' };
}
