// A bucket and a key → the versions of that object, newest first.

import { ListObjectVersionsCommand, type ObjectVersion, type S3Client } from '@aws-sdk/client-s3';

/** A version that can be read. */
export interface S3Version {
  /** `null` where the bucket had no versions when it was put. */
  readonly versionId: string;
  /** Without quotes. */
  readonly etag: string;
  /** Bytes as stored. */
  readonly size: number;
  /** When it was put, ISO-8601 UTC; absent where the answer states none. */
  readonly modified?: string;
}

/** Bounds the pages of one key. */
const MAX_PAGES = 20;

/**
 * The newest `limit` of them; markers of deletion are none. Needs s3:ListBucketVersions. Throws what S3 answers, with its code as the
 * error's name.
 */
export async function listS3Versions(
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  limit: number,
): Promise<readonly S3Version[]> {
  const found: S3Version[] = [];
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }),
    );
    const { Versions = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = answer;
    found.push(...Versions.filter(({ Key }) => Key === key).map(toVersion));
    // Keys come in order: behind another one there is no more of this.
    const isPast = NextKeyMarker !== undefined && NextKeyMarker !== key;
    if (IsTruncated !== true || isPast || found.length >= limit) break;
    marker = { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
  }
  return found.slice(0, limit);
}

function toVersion({ VersionId, ETag, Size, LastModified }: ObjectVersion): S3Version {
  return {
    versionId: VersionId ?? 'null',
    etag: ETag?.replaceAll('"', '') ?? '',
    size: Size ?? 0,
    ...(LastModified === undefined ? {} : { modified: LastModified.toISOString() }),
  };
}
