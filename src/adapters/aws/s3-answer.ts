// The headers of a GET → the bytes to come, once they are sure to be those asked for.

import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { parseContentRange } from './content-range.ts';
import { type S3Place, S3ResponseError, S3SupersededError } from './errors.ts';
import type { Pin } from './s3-target.ts';

/** What was asked for, and what is known of the object so far. */
export interface Asked {
  readonly place: S3Place;
  readonly pin: Pin;
  /** Size stated by the first answer, else by the notification; undefined before either. */
  readonly total: number | undefined;
}

/** What holds for the object from this answer on. */
export interface Known {
  readonly pin: Pin;
  readonly total: number;
}

/**
 * Checks an answer. Throws {@link S3SupersededError} where it is of another object than pinned, which a server
 * that does not honour If-Match would splice in, and {@link S3ResponseError} for another range or length.
 */
export function checkAnswer(asked: Asked, answer: GetObjectCommandOutput): Known {
  const { place, pin } = asked;
  const found = answer.ETag;
  if (pin !== undefined && found !== undefined && found !== pin) {
    throw new S3SupersededError(place, `ETag is ${found}, expected ${pin}`);
  }
  return { pin: pin ?? found, total: totalOf(asked, answer) };
}

function totalOf(asked: Asked, answer: GetObjectCommandOutput): number {
  const { place } = asked;
  if (place.offset > 0) return checkRange(asked, answer);
  if (answer.ContentRange !== undefined) {
    throw new S3ResponseError(place, `asked for all, got the range ${answer.ContentRange}`);
  }
  const total = answer.ContentLength ?? asked.total;
  if (total === undefined) throw new S3ResponseError(place, 'the answer states no length');
  return total;
}

function checkRange({ place, total }: Asked, answer: GetObjectCommandOutput): number {
  const range = parseContentRange(answer.ContentRange);
  const isRest =
    range !== undefined &&
    range.first === place.offset &&
    range.last === range.total - 1 &&
    (total === undefined || range.total === total);
  if (isRest) return range.total;
  const found = answer.ContentRange ?? 'no Content-Range';
  const expected =
    total === undefined
      ? `bytes ${place.offset}- to the end`
      : `bytes ${place.offset}-${total - 1}/${total}`;
  throw new S3ResponseError(place, `the rest has ${found}, expected ${expected}`);
}
