// One GET → the bytes from where the reading stands, to the end of the object or to what broke it.

import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { err, ok, type Result } from '../../model/index.ts';
import { type S3Place, S3ResponseError } from './errors.ts';
import { checkAnswer } from './s3-answer.ts';
import { asReadable, readBody } from './s3-body.ts';
import { permanentFailure } from './s3-failure.ts';
import { type Pin, type S3Target, toGetObject } from './s3-target.ts';
import { createStallGuard, type StallGuard } from './stall-guard.ts';

/** The reading of one object, over its attempts. */
export interface Reading {
  readonly client: S3Client;
  readonly target: S3Target;
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Bytes delivered so far, and what holds for the object by the answers so far. */
  readonly state: { offset: number; pin: Pin; total: number | undefined };
}

/** Why an attempt ended before the object did, where another may go on. */
export interface Broken {
  readonly cause: unknown;
}

/** Where the reading stands. */
export function placeOf({ target, state }: Reading): S3Place {
  const { bucket, key, versionId } = target;
  return { bucket, key, versionId, offset: state.offset };
}

/** Yields bytes; returns undefined at the object's end. Throws what another attempt cannot mend. */
export async function* readAttempt(
  reading: Reading,
): AsyncGenerator<Uint8Array, Broken | undefined> {
  const guard = createStallGuard(reading.stallTimeoutMs, reading.signal);
  const answer = await request(reading, guard);
  if (!answer.ok) return answer.error;
  const body = asReadable(answer.value.Body);
  try {
    const { state } = reading;
    const place = placeOf(reading);
    const known = checkAnswer({ place, pin: state.pin, total: state.total }, answer.value);
    Object.assign(state, known);
    if (body === undefined) throw new S3ResponseError(place, 'the answer has no body to stream');
    return yield* receive(reading, readBody(body, guard), known.total);
  } finally {
    body?.destroy();
  }
}

async function request(
  reading: Reading,
  guard: StallGuard,
): Promise<Result<GetObjectCommandOutput, Broken>> {
  const { client, target, state, signal } = reading;
  const command = new GetObjectCommand(toGetObject(target, state.pin, state.offset));
  guard.arm();
  try {
    return ok(await client.send(command, { abortSignal: guard.signal }));
  } catch (thrown) {
    signal?.throwIfAborted();
    const cause = guard.signal.aborted ? guard.signal.reason : thrown;
    const permanent = permanentFailure(placeOf(reading), cause);
    if (permanent !== undefined) throw permanent;
    return err({ cause });
  } finally {
    guard.disarm();
  }
}

async function* receive(
  reading: Reading,
  bytes: AsyncIterable<Uint8Array>,
  total: number,
): AsyncGenerator<Uint8Array, Broken | undefined> {
  const { state, signal } = reading;
  try {
    for await (const chunk of bytes) {
      if (state.offset + chunk.length > total) {
        throw new S3ResponseError(placeOf(reading), `the body goes on behind byte ${total}`);
      }
      state.offset += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof S3ResponseError) throw cause;
    signal?.throwIfAborted();
    if (state.offset < total) return { cause };
  }
  if (state.offset === total) return undefined;
  return { cause: new Error(`the body ended at byte ${state.offset} of ${total}`) };
}
