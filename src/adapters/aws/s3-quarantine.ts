// Rejected records → one NDJSON object per scanned object in an S3 bucket.

import type { S3Client } from '@aws-sdk/client-s3';
import type { QuarantineFiles } from '../../ports/index.ts';
import { QuarantineCollector, quarantineName } from '../../quarantine/index.ts';
import { SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3WriteError } from './errors.ts';
import { putObject } from './s3-put.ts';
import type { S3StorePlace } from './s3-store.ts';

/** What is collected of the object that is being scanned: at most the cap of 64 MiB, and the pointers. */
interface Open {
  /** Ordinal with which the scan of the object began. */
  readonly from: number;
  readonly collector: QuarantineCollector;
  readonly lines: Uint8Array[];
}

/**
 * Keeps records in a bucket, one object each that holds all, written when the scan of its object is over: nobody
 * sees half of it, and a scan that is killed leaves nothing, and is delivered again. Writing again replaces: a
 * redelivery by the same, a scan after a fix by what is still rejected. Needs s3:PutObject under the prefix. Throws
 * {@link S3WriteError}.
 */
export function createS3Quarantine(
  client: S3Client,
  place: S3StorePlace,
  waiting: Waiting = SYSTEM_WAITING,
): QuarantineFiles {
  let current: Open | undefined;
  const close = async () => {
    const closing = current;
    current = undefined;
    if (closing !== undefined) await write({ client, place, waiting }, closing);
  };
  return {
    async keep(object, rejection, from = 0) {
      if (current?.collector.object !== object || current.from !== from) {
        await close();
        current = { from, collector: new QuarantineCollector(object), lines: [] };
      }
      const line = current.collector.add(rejection);
      if (line !== undefined) current.lines.push(line);
    },
    close,
  };
}

interface Target {
  readonly client: S3Client;
  readonly place: S3StorePlace;
  readonly waiting: Waiting;
}

async function write({ client, place, waiting }: Target, { from, collector, lines }: Open) {
  const { bucket, prefix = '', expectedBucketOwner } = place;
  const key = prefix + quarantineName(collector.object, from);
  const outcome = await putObject(
    client,
    {
      Bucket: bucket,
      Key: key,
      Body: Buffer.concat([...lines, ...collector.finish()]),
      ContentType: 'application/x-ndjson',
      ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
    },
    waiting,
  );
  if (outcome.kind !== 'failed') return;
  throw new S3WriteError(bucket, key, `${outcome.code}: ${outcome.message}`);
}
