// A bucket and a prefix → the objects under it, page by page.

import {
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
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
}

/**
 * Lists by key. Needs s3:ListBucket. Throws what S3 answers where asking again does not help, with its code as the
 * error's name.
 */
export async function* listS3Objects(
  client: S3Client,
  place: { readonly bucket: string; readonly prefix: string },
  waiting: Waiting = SYSTEM_WAITING,
): AsyncGenerator<S3Listed> {
  let token: string | undefined;
  do {
    const page = await pageOf(client, place, token, waiting);
    for (const { Key, Size } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key, size: Size ?? 0 };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function pageOf(
  client: S3Client,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  token: string | undefined,
  waiting: Waiting,
): Promise<ListObjectsV2CommandOutput> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
    } catch (thrown) {
      if (attempt === MAX_LIST_ATTEMPTS || !isRetryable(readServiceError(thrown))) throw thrown;
      await waiting.sleep(backoffMs(attempt - 1, waiting.random));
    }
  }
}
