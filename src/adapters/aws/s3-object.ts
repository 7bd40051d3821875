// An S3 object → its bytes, whole or an error: a body that breaks is resumed where it broke, unnoticed by the reader.

import type { S3Client } from '@aws-sdk/client-s3';
import type { ScanObject } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3BrokenError, S3ReadError, S3ResponseError } from './errors.ts';
import { type Broken, placeOf, type Reading, readAttempt } from './s3-attempt.ts';
import { pinOf, type S3Target } from './s3-target.ts';

/**
 * Times one object is asked for again, in all and not in a row: an object that breaks more often than this is
 * given back to its queue, whose redelivery starts with five more, instead of holding the function for long.
 */
export const MAX_RESUMES = 5;

/** Silence after which an answer or a body is taken for dead. */
const STALL_TIMEOUT_MS = 30_000;

/** How an object is read. */
export interface S3ReadOptions {
  /** @default 30,000 */
  readonly stallTimeoutMs?: number;
  /** @default the machine's timer and randomness */
  readonly waiting?: Waiting;
  /** Ends the reading with the signal's reason, also while it waits. */
  readonly signal?: AbortSignal | undefined;
}

/** An object in S3 to scan. */
export interface S3Object extends ScanObject {
  /** What ended the reading, where something did: the decoder makes a text of it, the wiring needs its kind. */
  readonly failure: S3ReadError | undefined;
  /** What S3's answers say is read; undefined before the first answer. */
  readonly content: S3Content | undefined;
}

/** What tells the content of an object from any other of its key. */
export interface S3Content {
  /** Without quotes. */
  readonly etag: string;
  /** Bytes as stored. */
  readonly size: number;
}

/**
 * An object for the pipeline. Nothing is requested before its first byte is asked for; from an offset on, only what
 * follows it, by Range and If-Match. Needs s3:GetObject, and
 * s3:GetObjectVersion where `versionId` is given.
 */
export function createS3Object(
  client: S3Client,
  target: S3Target,
  options: S3ReadOptions = {},
): S3Object {
  let failure: S3ReadError | undefined;
  let content: S3Content | undefined;
  let reading: Reading['state'] | undefined;
  return {
    name: `s3://${target.bucket}/${target.key}`,
    size: target.size,
    get failure() {
      return failure;
    },
    get content() {
      return (reading && contentOf(reading)) ?? content;
    },
    async *open(from = 0) {
      // Nothing is left, and S3 has no answer for that but 416.
      if (from > 0 && from === target.size) return;
      const state = { offset: from, pin: pinOf(target), total: target.size };
      reading = state;
      try {
        yield* readFrom(state, client, target, options);
      } catch (thrown) {
        if (thrown instanceof S3ReadError) failure = thrown;
        throw thrown;
      } finally {
        content = contentOf(state) ?? content;
        reading = undefined;
      }
    },
  };
}

function contentOf({ pin, total }: Reading['state']): S3Content | undefined {
  if (pin === undefined || total === undefined) return undefined;
  return { etag: pin.replaceAll('"', ''), size: total };
}

async function* readFrom(
  state: Reading['state'],
  client: S3Client,
  target: S3Target,
  options: S3ReadOptions,
): AsyncGenerator<Uint8Array> {
  const { stallTimeoutMs = STALL_TIMEOUT_MS, waiting = SYSTEM_WAITING, signal } = options;
  const { offset } = state;
  const reading: Reading = { client, target, stallTimeoutMs, signal, state };
  if (offset > 0) checkPinned(reading, 'cannot be read from there');
  for (let resumes = 0; ; resumes++) {
    signal?.throwIfAborted();
    const broken = yield* readAttempt(reading);
    if (broken === undefined) return checkSize(reading);
    checkResumable(reading, broken, resumes);
    await waiting.sleep(backoffMs(resumes, waiting.random), signal);
  }
}

function checkResumable(reading: Reading, broken: Broken, resumes: number): void {
  if (resumes === MAX_RESUMES) {
    throw new S3BrokenError(placeOf(reading), `broke ${resumes + 1} times`, broken.cause);
  }
  if (reading.state.offset > 0) checkPinned(reading, 'broke', broken.cause);
}

/** The rest of an object must not be that of another one which has replaced it. */
function checkPinned(reading: Reading, what: string, cause?: unknown): void {
  if (reading.state.pin !== undefined || reading.target.versionId !== undefined) return;
  const why = `${what}, and no ETag or version says which object to resume`;
  throw new S3ResponseError(placeOf(reading), why, cause);
}

/** The answer's length was kept already; this is the notification's word against it. */
function checkSize(reading: Reading): void {
  const { size } = reading.target;
  const { offset } = reading.state;
  if (size === undefined || size === offset) return;
  throw new S3ResponseError(
    placeOf(reading),
    `the object ended, its notification says ${size} bytes`,
  );
}
