// A failed GET → the error it is for the wiring, or undefined where asking again can help.

import {
  S3AccessError,
  S3ArchivedError,
  S3GoneError,
  type S3Place,
  S3ReadError,
  S3ResponseError,
  S3SupersededError,
} from './errors.ts';
import { isRetryable, readServiceError } from './service-error.ts';

/** NoSuchBucket is a 404 too, but a fault of the configuration: acknowledging it would lose every object. */
const GONE: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound']);

/** The permanent error, or undefined for one that may pass. */
export function permanentFailure(place: S3Place, thrown: unknown): S3ReadError | undefined {
  const error = readServiceError(thrown);
  if (isRetryable(error)) return undefined;
  const what = `${error.code}: ${error.message}`;
  if (error.code === 'InvalidObjectState') return new S3ArchivedError(place, what, thrown);
  if (error.status === 412) return new S3SupersededError(place, what, thrown);
  if (error.status === 403) return new S3AccessError(place, what, thrown);
  if (error.status === 416) return new S3ResponseError(place, what, thrown);
  if (error.status === 404 && GONE.has(error.code)) return new S3GoneError(place, what, thrown);
  return new S3ReadError(place, what, thrown);
}
