// An object in a notification, or as it was read → the version of it that the ledger knows.

import type { S3Object } from '../../src/adapters/aws/index.ts';
import type { ObjectVersion } from '../../src/ports/index.ts';
import type { ObjectRef } from './events/delivery.ts';

/** The version that a notification names; undefined where it does not say enough. */
export function versionNamed(ref: ObjectRef, tenant: string): ObjectVersion | undefined {
  const { bucket, key, size } = ref;
  const etag = ref.etag?.replaceAll('"', '') ?? '';
  if (etag === '' || size === undefined) return undefined;
  return { tenant, bucket, key, etag, size };
}

/** The version that was read, by S3's own word. */
export function versionRead(
  { bucket, key }: ObjectRef,
  { content }: Pick<S3Object, 'content'>,
  tenant: string,
): ObjectVersion | undefined {
  return content === undefined ? undefined : { tenant, bucket, key, ...content };
}
