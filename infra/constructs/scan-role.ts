// What the scan function touches → its role: each permission by name, on the one thing it is for.

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge, printedByNag } from '../nag.ts';
import type { StateTable } from './state-table.ts';
import { filtersOf, objectArns, type WatchedBucket } from './watched-bucket.ts';

/** What a {@link ScanRole} is made from. */
export interface ScanRoleProps {
  readonly buckets: readonly WatchedBucket[];
  readonly topic: ITopic;
  readonly state: StateTable;
  readonly logGroup: ILogGroup;
  /** Physical name, where somebody else's policy is to name it. @default CloudFormation's */
  readonly roleName?: string;
}

/**
 * What a scan does with its state: reads the ledger and findings, puts findings, partial matches and ledger entries, marks
 * findings as sent, reads a finding's notes and a window's events, adds notes; notes starts and connections that wait for
 * them, reads those, and deletes a connection that was judged. It does not read what is due.
 */
export const SCAN_STATE_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const;

/**
 * The scan function's role. It can write nothing to a log bucket, so that no finding can start another scan. What it may
 * write to other buckets stands in Keeping.
 *
 * - `s3:GetObject`, `s3:GetObjectVersion` on the watched keys
 * - `s3:ListBucket` on each bucket, for the watched prefixes: without it S3 answers 403 for a key that is gone, which
 *   cannot be told from a permission that is missing. The function lists nothing.
 * - `kms:Decrypt` with each key that is said, through S3 alone, for objects of the bucket it is said of
 * - `sns:Publish` on the topic of alerts (PublishBatch too is authorised by it)
 * - {@link SCAN_STATE_ACTIONS} on the state table
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class ScanRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ScanRoleProps) {
    super(scope, id);
    const { buckets, topic, state, logGroup, roleName } = props;
    const watched = buckets.flatMap(objectArns);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads EDR logs, publishes alerts',
      ...(roleName === undefined ? {} : { roleName }),
    });
    // None, where CrowdStrike's own bucket is all that is watched.
    if (watched.length > 0) {
      this.allow('ReadLogObjects', ['s3:GetObject', 's3:GetObjectVersion'], watched);
    }
    for (const [index, bucket] of buckets.entries()) {
      this.role.addToPolicy(tellMissingFromForbidden(bucket, index === 0 ? '' : String(index + 1)));
    }
    for (const statement of decryptStatements(buckets)) this.role.addToPolicy(statement);
    this.allow('PublishAlerts', ['sns:Publish'], [topic.topicArn]);
    this.allow('KeepState', SCAN_STATE_ACTIONS, [state.table.tableArn]);
    this.allow(
      'WriteOwnLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [logGroup.logGroupArn],
    );
    for (const arn of watched) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${printedByNag(arn)}]`,
        'Keys of log objects are not known beforehand; the wildcard stands only behind a watched prefix.',
      );
    }
  }

  /** Allows actions on exact resources; on none, nothing: with feeds of CrowdStrike alone it reads no bucket. */
  allow(sid: string, actions: readonly string[], resources: readonly string[]): void {
    if (resources.length === 0) return;
    this.role.addToPolicy(
      new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }),
    );
  }
}

function tellMissingFromForbidden(bucket: WatchedBucket, number: string): PolicyStatement {
  const prefixes = filtersOf(bucket).map(({ prefix }) => prefix);
  const isWhole = prefixes.includes('');
  const conditions = {
    StringLike: { 's3:prefix': [...new Set(prefixes)].map((prefix) => `${prefix}*`) },
  };
  return new PolicyStatement({
    sid: `TellMissingFromForbidden${number}`,
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    ...(isWhole ? {} : { conditions }),
  });
}

/**
 * S3 asks KMS in the role's name. What is decrypted is bound to the object, or to its bucket where the bucket has a bucket key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
function decryptStatements(buckets: readonly WatchedBucket[]): readonly PolicyStatement[] {
  const withKey = buckets.filter(({ keyArn }) => keyArn !== undefined);
  return [...Map.groupBy(withKey, ({ keyArn = '' }) => keyArn)].map(
    ([keyArn, theirs], index) =>
      new PolicyStatement({
        sid: `DecryptLogObjects${index === 0 ? '' : index + 1}`,
        actions: ['kms:Decrypt'],
        resources: [keyArn],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            'kms:ViaService': `s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
          },
          StringLike: {
            'kms:EncryptionContext:aws:s3:arn': theirs.flatMap((bucket) => [
              bucket.bucketArn,
              ...objectArns(bucket),
            ]),
          },
        },
      }),
  );
}
