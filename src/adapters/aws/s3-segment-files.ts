// Files of segments under a prefix of a bucket.

import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ByteSpan, SegmentFile, SegmentFiles } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3ReadError, S3WriteError } from './errors.ts';
import { listS3Objects } from './s3-list.ts';
import { putObject } from './s3-put.ts';
import type { S3StorePlace } from './s3-store.ts';
import { isRetryable, readServiceError } from './service-error.ts';

/** Times something is asked for, at most. */
const MAX_ATTEMPTS = 5;

/** Removals cost nothing; one request for many would be in XML, which bundles have no writer for. */
const REMOVED_AT_ONCE = 16;

/**
 * Only writing, for who reads none of them. Needs s3:PutObject under the prefix, and kms:GenerateDataKey with a key of one's
 * own. Throws S3WriteError.
 */
export function createS3SegmentWriter(
  client: S3Client,
  { bucket, prefix = '', expectedBucketOwner }: S3StorePlace,
  waiting: Waiting = SYSTEM_WAITING,
): Pick<SegmentFiles, 'write'> {
  return {
    async write(key, content) {
      const input = { Bucket: bucket, Key: prefix + key, Body: content };
      const owned = { ...input, ...ownerOf(expectedBucketOwner) };
      const outcome = await putObject(client, owned, waiting);
      if (outcome.kind !== 'failed') return;
      const { code, message } = outcome;
      throw new S3WriteError(bucket, prefix + key, `${code}: ${message}`);
    },
  };
}

/**
 * All of it. Needs beside s3:GetObject and s3:DeleteObject under the prefix, s3:ListBucket on the bucket (without it S3 says 403
 * of what is gone), and kms:Decrypt. Throws S3ReadError and S3WriteError.
 */
export function createS3SegmentFiles(
  client: S3Client,
  place: S3StorePlace,
  waiting: Waiting = SYSTEM_WAITING,
): SegmentFiles {
  const { bucket, prefix = '', expectedBucketOwner } = place;
  const owner = ownerOf(expectedBucketOwner);
  return {
    ...createS3SegmentWriter(client, place, waiting),
    async *list(after): AsyncGenerator<SegmentFile> {
      const all = { bucket, prefix, expectedBucketOwner };
      const from = after === undefined ? all : { ...all, after: prefix + after };
      for await (const one of listS3Objects(client, from, waiting)) {
        const { key, size, modifiedMs } = one;
        yield { key: key.slice(prefix.length), bytes: size, modifiedMs };
      }
    },
    async read(key, span) {
      const input = { Bucket: bucket, Key: prefix + key, ...owner, ...rangeOf(span) };
      const asked = { bucket, key: prefix + key, versionId: undefined, offset: span?.from ?? 0 };
      const content = await repeated(asked, waiting, async () => {
        const { Body } = await client.send(new GetObjectCommand(input));
        return await Body?.transformToByteArray();
      });
      if (content === undefined || span === undefined || content.length === span.bytes) {
        return content;
      }
      throw new S3ReadError(asked, `${content.length} bytes came, ${span.bytes} were asked for`);
    },
    async remove(keys) {
      for (let from = 0; from < keys.length; from += REMOVED_AT_ONCE) {
        const some = keys.slice(from, from + REMOVED_AT_ONCE);
        await Promise.all(some.map((key) => removeOne(client, place, key, waiting)));
      }
    },
  };
}

async function removeOne(
  client: S3Client,
  { bucket, prefix = '', expectedBucketOwner }: S3StorePlace,
  key: string,
  waiting: Waiting,
): Promise<void> {
  const Key = prefix + key;
  const input = { Bucket: bucket, Key, ...ownerOf(expectedBucketOwner) };
  const place = { bucket, key: Key, versionId: undefined, offset: 0 };
  await repeated(place, waiting, () => client.send(new DeleteObjectCommand(input)));
}

/** Who must own the bucket. */
type Owner = { readonly ExpectedBucketOwner?: string };

function ownerOf(expectedBucketOwner: string | undefined): Owner {
  return expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
}

function rangeOf(span: ByteSpan | undefined): { readonly Range?: string } {
  return span === undefined ? {} : { Range: `bytes=${span.from}-${span.from + span.bytes - 1}` };
}

/** What a call answers, tried again where that can help; undefined where there is no such object. */
async function repeated<T>(
  place: S3ReadError['place'],
  waiting: Waiting,
  call: () => Promise<T>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (cause) {
      const error = readServiceError(cause);
      if (error.status === 404 && error.code === 'NoSuchKey') return undefined;
      if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw failure(place, cause);
    }
    await waiting.sleep(backoffMs(attempt - 1, waiting.random));
  }
}

function failure(place: S3ReadError['place'], cause: unknown): S3ReadError {
  const { code, message } = readServiceError(cause);
  return new S3ReadError(place, `${code}: ${message}`, cause);
}
