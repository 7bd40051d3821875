// A configuration and a bucket of another account → who reads, who owns, and by which names they know each other.

import type { BucketConfig } from '../buckets-config.ts';
import type { InfraConfig } from '../config.ts';

/** A bucket of another account. */
export type ForeignBucket = Extract<BucketConfig, { mode: 'other-account' }>;

/** Names that both accounts spell alike, before either has deployed anything. */
export interface Parties {
  readonly bucket: string;
  readonly bucketArn: string;
  /** What is watched; each a filter of a notification. */
  readonly filters: readonly { readonly prefix: string; readonly suffix: string }[];
  /** The owner's account. */
  readonly owner: string;
  readonly keyArn?: string;
  /** The account that reads. */
  readonly reader: string;
  readonly region: string;
  readonly partition: string;
  /** The source queue. */
  readonly queueArn: string;
  /** The scan function's role. */
  readonly roleArn: string;
  /** The service through which the key may be used. */
  readonly viaService: string;
}

/** The names; they are those of queue-trigger.ts and watched-bucket.ts. */
export function partiesOf(
  { account: reader = '', region = '', stackName }: InfraConfig,
  entries: readonly [ForeignBucket, ...ForeignBucket[]],
): Parties {
  const [{ name: bucket, account: owner, keyArn }] = entries;
  const { partition, urlSuffix } = partitionOf(region);
  return {
    bucket,
    bucketArn: `arn:${partition}:s3:::${bucket}`,
    filters: entries.flatMap(({ prefixes, suffix = '' }) =>
      (prefixes.length > 0 ? prefixes : ['']).map((prefix) => ({ prefix, suffix })),
    ),
    owner,
    ...(keyArn === undefined ? {} : { keyArn }),
    reader,
    region,
    partition,
    queueArn: `arn:${partition}:sqs:${region}:${reader}:${stackName}-source`,
    roleArn: `arn:${partition}:iam::${reader}:role/${stackName}-scan-${region}`,
    viaService: `s3.${region}.${urlSuffix}`,
  };
}

function partitionOf(region: string): { readonly partition: string; readonly urlSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' };
  const partition = region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return { partition, urlSuffix: 'amazonaws.com' };
}
