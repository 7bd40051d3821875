// The entries of `buckets` → buckets, each once, with names, ARNs and filters as the constructs need them.

import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BucketConfig } from '../buckets-config.ts';
import type { InfraConfig } from '../config.ts';

/** A bucket that is watched, and all that is watched in it. */
export interface WatchedBucket {
  /** For construct ids: another bucket has another. Contract, as they are. */
  readonly id: string;
  /** May hold the account's and region's tokens. */
  readonly bucketName: string;
  readonly bucketArn: string;
  /** The account that must own it. */
  readonly owner: string;
  /** Key of KMS that its objects are encrypted by, where it is said. */
  readonly keyArn?: string;
  /** All of one mode. */
  readonly entries: readonly [BucketConfig, ...BucketConfig[]];
}

/** What keys begin and end with; both empty: any key. */
export interface KeyFilter {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * All buckets but CrowdStrike's, which is read by its own keys. Names and ARNs are spelt, not taken from resources: what
 * reads a bucket does not depend on the stack that made it.
 */
export function watchedBuckets(scope: Construct, config: InfraConfig): readonly WatchedBucket[] {
  const entries = config.buckets.filter(({ mode }) => mode !== 'crowdstrike-fdr');
  const byName = Map.groupBy(entries, ({ name }) => name);
  return [...byName.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [watchedBucket(scope, config, [first, ...others])],
  );
}

function watchedBucket(
  scope: Construct,
  { stackName }: InfraConfig,
  entries: WatchedBucket['entries'],
): WatchedBucket {
  const [first] = entries;
  const bucketName = first.name ?? derivedName(stackName);
  const keyArn = 'keyArn' in first ? first.keyArn : undefined;
  return {
    id: first.name ?? 'Logs',
    bucketName,
    bucketArn: Stack.of(scope).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: bucketName,
    }),
    owner: first.mode === 'other-account' ? first.account : Aws.ACCOUNT_ID,
    ...(keyArn === undefined ? {} : { keyArn }),
    entries,
  };
}

/** Derived names are the same at every deployment, and nobody else's: account and region are part of them. */
function derivedName(stackName: string): string {
  return `${stackName}-logs-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
}

/** What is watched in it. */
export function filtersOf({ entries }: WatchedBucket): readonly KeyFilter[] {
  return entries.flatMap(({ prefixes, suffix = '' }) =>
    (prefixes.length > 0 ? prefixes : ['']).map((prefix) => ({ prefix, suffix })),
  );
}

/** ARNs of the objects that are scanned. */
export function objectArns(bucket: WatchedBucket): readonly string[] {
  return filtersOf(bucket).map(({ prefix, suffix }) => `${bucket.bucketArn}/${prefix}*${suffix}`);
}

/** Physical name of the scan function's role. Roles are of an account, not of a region. */
export function scanRoleName({ stackName, region }: InfraConfig): string {
  return `${stackName}-scan-${region ?? Aws.REGION}`;
}
