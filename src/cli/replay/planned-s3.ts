// A planned object of S3 → the object to scan: that of the planned ETag, or none.

import type { S3Client } from '@aws-sdk/client-s3';
import {
  createS3Object,
  createS3ReadClient,
  S3GoneError,
  S3SupersededError,
} from '../../adapters/aws/index.ts';
import type { PlannedS3Object } from '../../replay/index.ts';
import { countRequests } from './count-requests.ts';
import type { PlannedReader } from './as-planned.ts';

/** One a thread, whose requests are counted for the object that it is at. */
let client: S3Client | undefined;
let onNext: () => void = () => undefined;

/** Opens it. */
export function openS3(planned: PlannedS3Object, onRequest: () => void): PlannedReader {
  onNext = onRequest;
  client ??= countRequests(createS3ReadClient(), () => onNext());
  const { bucket, key, etag, size } = planned;
  const object = createS3Object(client, { bucket, key, etag, size });
  return {
    object,
    notAsPlanned() {
      const { failure } = object;
      if (failure instanceof S3GoneError) return { fate: 'gone', cause: failure.message };
      if (failure instanceof S3SupersededError) return { fate: 'changed', cause: failure.message };
      return undefined;
    },
  };
}
