// An object to write → what became of it, tried again where that can help.

import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { backoffMs, type Waiting } from './backoff.ts';
import { isRetryable, readServiceError, type ServiceError } from './service-error.ts';

/** Times an object is written, at most; five take about 1.5 s of waiting. */
export const MAX_PUT_ATTEMPTS = 5;

/** `present`: the write was to be the first, and was not. */
export type PutOutcome =
  | { readonly kind: 'written' | 'present' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Writes. Never rejects for what S3 answers or fails to answer. */
export async function putObject(
  client: S3Client,
  input: PutObjectCommandInput,
  waiting: Waiting,
): Promise<PutOutcome> {
  for (let attempt = 1; ; attempt++) {
    const error = await put(client, input);
    if (error === undefined) return { kind: 'written' };
    if (error.status === 412) return { kind: 'present' };
    if (attempt === MAX_PUT_ATTEMPTS || !mayPass(error)) {
      return { kind: 'failed', code: error.code, message: error.message };
    }
    await waiting.sleep(backoffMs(attempt - 1, waiting.random));
  }
}

async function put(
  client: S3Client,
  input: PutObjectCommandInput,
): Promise<ServiceError | undefined> {
  try {
    await client.send(new PutObjectCommand(input));
    return undefined;
  } catch (thrown) {
    return readServiceError(thrown);
  }
}

/** 409: another writes this key just now; then it is there, or free again. */
function mayPass(error: ServiceError): boolean {
  return error.status === 409 || isRetryable(error);
}
