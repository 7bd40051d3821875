// A bucket's name → what S3 says of the bucket.

import {
  type FilterRule,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  type LifecycleRule,
  ListObjectsV2Command,
  type NotificationConfigurationFilter,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type {
  BucketEncryption,
  BucketExpiry,
  BucketInspector,
  BucketNotification,
  BucketNotifications,
  ListedPage,
  ListRequest,
} from '../../ports/index.ts';
import { factOf } from './fact.ts';

/** The SDK waits for ever by default. */
const REQUEST_TIMEOUT_MS = 20_000;

/** A client for {@link createBucketInspector}: it finds the bucket's region by itself, and retries as the SDK does. */
export function createS3InspectClient(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    followRegionRedirects: true,
    ...config,
  });
}

/** The inspector of one bucket. */
export function createBucketInspector(client: S3Client, bucket: string): BucketInspector {
  const Bucket = bucket;
  return {
    region: (owner) =>
      factOf(async () => {
        const request = { Bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
        const { BucketRegion } = await client.send(new HeadBucketCommand(request));
        return BucketRegion ?? (await client.config.region());
      }),
    notifications: () => factOf(() => notificationsOf(client, bucket)),
    ownership: () =>
      factOf<string | undefined>(
        async () => {
          const answer = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
          return answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
        },
        { codes: ['OwnershipControlsNotFoundError'], value: undefined },
      ),
    encryption: () =>
      factOf(() => encryptionOf(client, bucket), {
        codes: ['ServerSideEncryptionConfigurationNotFoundError'],
        value: { algorithm: 'none', isBucketKeyOn: false },
      }),
    versioning: () =>
      factOf(async () => {
        const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
        return Status ?? 'Off';
      }),
    lifecycle: () =>
      factOf<readonly BucketExpiry[]>(
        async () => {
          const answer = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
          return (answer.Rules ?? []).flatMap(toExpiry);
        },
        { codes: ['NoSuchLifecycleConfiguration'], value: [] },
      ),
    list: (request) => factOf(() => listPage(client, bucket, request)),
  };
}

async function notificationsOf(client: S3Client, bucket: string): Promise<BucketNotifications> {
  const found = await client.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
  );
  const queues = found.QueueConfigurations ?? [];
  const topics = found.TopicConfigurations ?? [];
  const functions = found.LambdaFunctionConfigurations ?? [];
  return {
    notifications: [
      ...queues.map((one) => toNotification('queue', one.QueueArn, one)),
      ...topics.map((one) => toNotification('topic', one.TopicArn, one)),
      ...functions.map((one) => toNotification('function', one.LambdaFunctionArn, one)),
    ],
    isEventBridgeOn: found.EventBridgeConfiguration !== undefined,
  };
}

function toNotification(
  target: BucketNotification['target'],
  arn: string | undefined,
  config: {
    readonly Events: readonly string[] | undefined;
    readonly Filter?: NotificationConfigurationFilter | undefined;
  },
): BucketNotification {
  const rules = config.Filter?.Key?.FilterRules ?? [];
  return {
    target,
    arn: arn ?? '',
    events: config.Events ?? [],
    prefix: ruleValue(rules, 'prefix'),
    suffix: ruleValue(rules, 'suffix'),
  };
}

/** S3 writes the names as `Prefix` and `prefix`. */
function ruleValue(rules: readonly FilterRule[], name: string): string {
  return rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
}

async function encryptionOf(client: S3Client, bucket: string): Promise<BucketEncryption> {
  const answer = await client.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
  const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm = 'none', KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  return {
    algorithm: SSEAlgorithm,
    isBucketKeyOn: rule?.BucketKeyEnabled === true,
    ...(KMSMasterKeyID === undefined ? {} : { keyId: KMSMasterKeyID }),
  };
}

function toExpiry({
  Status,
  Filter = {},
  Prefix,
  Expiration,
}: LifecycleRule): readonly BucketExpiry[] {
  const { Prefix: prefix = Prefix ?? '', ...others } = Filter;
  const days = Expiration?.Days;
  const isOfAll = Object.values(others).every((one) => one === undefined);
  return days === undefined || !isOfAll ? [] : [{ prefix, days, isEnabled: Status === 'Enabled' }];
}

async function listPage(
  client: S3Client,
  bucket: string,
  { prefix, byFolder, next }: ListRequest,
): Promise<ListedPage> {
  const page = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(byFolder ? { Delimiter: '/' } : {}),
      ...(next === undefined ? {} : { ContinuationToken: next }),
    }),
  );
  return {
    objects: (page.Contents ?? []).map((one) => ({
      key: one.Key ?? '',
      size: one.Size ?? 0,
      modifiedMs: one.LastModified?.getTime() ?? 0,
      storageClass: one.StorageClass ?? 'STANDARD',
    })),
    folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
    next: page.NextContinuationToken,
  };
}
