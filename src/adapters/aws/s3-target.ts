// An object in a notification → the GET that reads it, or its rest, and nothing that replaced it.

import type { GetObjectCommandInput } from '@aws-sdk/client-s3';

/** The object to read, as far as its notification says. */
export interface S3Target {
  readonly bucket: string;
  /** Decoded: as S3 stores it. */
  readonly key: string;
  readonly versionId?: string | undefined;
  /** With or without quotes: notifications leave them out. */
  readonly etag?: string | undefined;
  readonly size?: number | undefined;
  /** Account that must own the bucket, so that a name taken over by another is not read. */
  readonly expectedBucketOwner?: string | undefined;
}

/** The version of objects written while versioning was off or suspended: unlike all others it can be replaced. */
const NULL_VERSION = 'null';

/** ETag the answer must have: the one known, else the one the first answer had. */
export type Pin = string | undefined;

/** The pin before the first answer. A version needs none. */
export function pinOf({ versionId, etag }: S3Target): Pin {
  if (versionId !== undefined && versionId !== NULL_VERSION) return undefined;
  return etag === undefined || etag === '' ? undefined : quoted(etag);
}

/** The request for the bytes from `offset` on. */
export function toGetObject(target: S3Target, pin: Pin, offset: number): GetObjectCommandInput {
  const { bucket, key, versionId, expectedBucketOwner } = target;
  return {
    Bucket: bucket,
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    ...(pin === undefined ? {} : { IfMatch: pin }),
    ...(offset === 0 ? {} : { Range: `bytes=${offset}-` }),
    ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
  };
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}
