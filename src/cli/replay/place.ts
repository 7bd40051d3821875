// What is named on the command line → where a plan's objects are.

import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** A bucket and a prefix, an inventory of one, or a folder. */
export type ListPlace =
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'inventory'; readonly manifest: S3Address; readonly of?: BucketPrefix }
  | { readonly kind: 'folder'; readonly path: string };

/** An object. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** Keys of a bucket. */
export interface BucketPrefix {
  readonly bucket: string;
  readonly prefix: string;
}

const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;
const MANIFEST = /(?:^|\/)manifest\.json$/;

/** A place; `inventory` names a manifest that is read in place of a listing. Throws UsageError. */
export function parsePlace(text: string, inventory?: string): ListPlace {
  if (!/^[a-z0-9+.-]+:\/\//i.test(text)) {
    if (inventory === undefined) return { kind: 'folder', path: resolve(text) };
    throw new UsageError(`--inventory is of a bucket; expected s3://BUCKET/PREFIX, not ${text}`);
  }
  const of = parseBucket(text);
  if (inventory !== undefined) return { kind: 'inventory', manifest: parseManifest(inventory), of };
  if (!MANIFEST.test(of.prefix)) return { kind: 's3', ...of };
  return { kind: 'inventory', manifest: { bucket: of.bucket, key: of.prefix } };
}

/** `s3://bucket/prefix`. Throws UsageError. */
export function parseBucket(text: string): BucketPrefix {
  const [, bucket, prefix = ''] = ADDRESS.exec(text) ?? [];
  if (bucket !== undefined) return { bucket, prefix };
  throw new UsageError(
    `${JSON.stringify(text)} is no bucket; expected s3://BUCKET or s3://BUCKET/PREFIX`,
  );
}

function parseManifest(text: string): S3Address {
  const { bucket, prefix: key } = parseBucket(text);
  if (MANIFEST.test(key)) return { bucket, key };
  throw new UsageError(`--inventory ${text} is no manifest; expected s3://BUCKET/…/manifest.json`);
}
