// A bucket and a prefix → the objects under it, page by page, from a key on where one is given.

import {
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type _Object,
  type S3Client,
} from '@aws-sdk/client-s3';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { isRetryable, readServiceError } from './service-error.ts';

/** Times a page is asked for, at most. */
const MAX_LIST_ATTEMPTS = 5;

/** An object as a listing names it. */
export interface S3Listed {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** When it was put, epoch ms. */
  readonly modifiedMs: number;
  /** As S3 names it. */
  readonly storageClass: string;
  /** True where it is archived and a copy can be read. */
  readonly isRestored: boolean;
}

/** Up to a thousand objects. */
export interface S3ListedPage {
  readonly objects: readonly S3Listed[];
  /** Requests that it took, those that failed included. */
  readonly requests: number;
}

/** Where to list. */
export interface S3ListPlace {
  readonly bucket: string;
  readonly prefix: string;
  /** Only keys behind this one, in S3's order. */
  readonly after?: string;
  /** Account that must own the bucket, where it is known. */
  readonly expectedBucketOwner?: string | undefined;
}

/**
 * Lists by key. Needs s3:ListBucket. Throws what S3 answers where asking again does not help, with its code as the
 * error's name.
 */
export async function* listS3Objects(
  client: S3Client,
  place: S3ListPlace,
  waiting: Waiting = SYSTEM_WAITING,
): AsyncGenerator<S3Listed> {
  for await (const { objects } of listS3Pages(client, place, waiting)) yield* objects;
}

/** The same by page: a listing goes on behind the last key of any of them. Ends with the signal's reason. */
export async function* listS3Pages(
  client: S3Client,
  place: S3ListPlace,
  waiting: Waiting = SYSTEM_WAITING,
  signal?: AbortSignal,
): AsyncGenerator<S3ListedPage> {
  let token: string | undefined;
  do {
    signal?.throwIfAborted();
    const { page, requests } = await pageOf(client, place, token, waiting);
    yield { objects: listedOf(page), requests };
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function pageOf(
  client: S3Client,
  { bucket, prefix, after, expectedBucketOwner }: S3ListPlace,
  token: string | undefined,
  waiting: Waiting,
): Promise<{ readonly page: ListObjectsV2CommandOutput; readonly requests: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          // XML has no way to write some characters that keys may have.
          EncodingType: 'url',
          OptionalObjectAttributes: ['RestoreStatus'],
          ...(expectedBucketOwner === undefined
            ? {}
            : { ExpectedBucketOwner: expectedBucketOwner }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
          ...(token === undefined && after !== undefined ? { StartAfter: after } : {}),
        }),
      );
      return { page, requests: attempt };
    } catch (thrown) {
      if (attempt === MAX_LIST_ATTEMPTS || !isRetryable(readServiceError(thrown))) throw thrown;
      await waiting.sleep(backoffMs(attempt - 1, waiting.random));
    }
  }
}

function listedOf({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): S3Listed[] {
  const isEncoded = EncodingType === 'url';
  return Contents.flatMap((one) => {
    if (one.Key === undefined) return [];
    return [{ key: isEncoded ? decodeKey(one.Key) : one.Key, ...standingOf(one) }];
  });
}

function standingOf(one: _Object): Omit<S3Listed, 'key'> {
  return {
    size: one.Size ?? 0,
    etag: (one.ETag ?? '').replaceAll('"', ''),
    modifiedMs: one.LastModified?.getTime() ?? 0,
    storageClass: one.StorageClass ?? 'STANDARD',
    isRestored: one.RestoreStatus?.IsRestoreInProgress === false,
  };
}

/** S3 writes a space as `+`, and a plus as `%2B`. */
export function decodeKey(encoded: string): string {
  if (!encoded.includes('%') && !encoded.includes('+')) return encoded;
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
