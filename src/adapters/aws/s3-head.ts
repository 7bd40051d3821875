// An object in S3 → what it is, without its bytes: its version, its size, and its hash where S3 says one.

import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3BrokenError, type S3Place, S3ResponseError } from './errors.ts';
import { permanentFailure } from './s3-failure.ts';
import type { S3Content, S3ReadOptions } from './s3-object.ts';
import { createStallGuard } from './stall-guard.ts';

/** Times an object is asked for, at most. */
const MAX_ATTEMPTS = 4;

/** Silence after which an answer is taken for lost. */
const TIMEOUT_MS = 10_000;

/** What S3 says of an object. */
export interface S3Head extends S3Content {
  /** Of its bytes as stored, in lower-case hex; undefined where its ETag is something else. */
  readonly md5: string | undefined;
}

/**
 * Asks for it. Needs s3:GetObject. Throws S3ReadError by its kinds: a 404 without a body has one code for the key and the bucket,
 * and both are S3GoneError here.
 */
export async function headS3Object(
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  { stallTimeoutMs = TIMEOUT_MS, waiting = SYSTEM_WAITING, signal }: S3ReadOptions = {},
): Promise<S3Head> {
  const place = { bucket, key, versionId: undefined, offset: 0 };
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  for (let retry = 0; ; retry++) {
    const answer = await ask((abortSignal) => client.send(command, { abortSignal }), {
      place,
      waiting,
      stallTimeoutMs,
      signal,
    });
    if (answer.kind === 'answered') return headOf(place, answer.output);
    if (retry + 1 >= MAX_ATTEMPTS) {
      throw new S3BrokenError(place, `not answered ${MAX_ATTEMPTS} times`, answer.cause);
    }
    await waiting.sleep(backoffMs(retry, waiting.random), signal);
  }
}

type Answer =
  | { readonly kind: 'answered'; readonly output: HeadObjectCommandOutput }
  | { readonly kind: 'lost'; readonly cause: unknown };

interface Asked {
  readonly place: S3Place;
  readonly waiting: Waiting;
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function ask(
  send: (signal: AbortSignal) => Promise<HeadObjectCommandOutput>,
  { place, stallTimeoutMs, signal }: Asked,
): Promise<Answer> {
  const guard = createStallGuard(stallTimeoutMs, signal);
  guard.arm();
  try {
    return { kind: 'answered', output: await send(guard.signal) };
  } catch (thrown) {
    signal?.throwIfAborted();
    const cause: unknown = guard.signal.aborted ? guard.signal.reason : thrown;
    const permanent = permanentFailure(place, cause);
    if (permanent !== undefined) throw permanent;
    return { kind: 'lost', cause };
  } finally {
    guard.disarm();
  }
}

function headOf(place: S3Place, output: HeadObjectCommandOutput): S3Head {
  const { ETag, ContentLength: size, ServerSideEncryption: encryption } = output;
  const etag = ETag?.replaceAll('"', '') ?? '';
  if (etag === '' || size === undefined) {
    throw new S3ResponseError(place, 'the answer states no ETag, or no length');
  }
  return { etag, size, md5: isMd5(etag, encryption) ? etag.toLowerCase() : undefined };
}

/**
 * Of an object that was put whole and is not encrypted by KMS the ETag is the MD5.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
function isMd5(etag: string, encryption: string | undefined): boolean {
  return /^[0-9a-f]{32}$/i.test(etag) && (encryption === undefined || encryption === 'AES256');
}
