// What the scan function touches → its role: each permission by name, on the one thing it is for.

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import type { LogBucket } from './log-bucket.ts';
import type { StateTable } from './state-table.ts';

/** What a {@link ScanRole} is made from. */
export interface ScanRoleProps {
  readonly bucket: LogBucket;
  readonly topic: ITopic;
  readonly state: StateTable;
  readonly logGroup: ILogGroup;
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
 * The scan function's role. It can write nothing to the log bucket, so that no finding can start another scan. What it may
 * write to other buckets stands in Keeping.
 *
 * - `s3:GetObject`, `s3:GetObjectVersion` on the watched keys
 * - `s3:ListBucket` on the bucket, for the watched prefixes: without it S3 answers 403 for a key that is gone, which
 *   cannot be told from a permission that is missing. The function lists nothing.
 * - `sns:Publish` on the topic of alerts (PublishBatch too is authorised by it)
 * - {@link SCAN_STATE_ACTIONS} on the state table
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class ScanRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ScanRoleProps) {
    super(scope, id);
    const { bucket, topic, state, logGroup } = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads EDR logs, publishes alerts',
    });
    this.allow('ReadLogObjects', ['s3:GetObject', 's3:GetObjectVersion'], bucket.objectArns);
    this.role.addToPolicy(tellMissingFromForbidden(bucket));
    this.allow('PublishAlerts', ['sns:Publish'], [topic.topicArn]);
    this.allow('KeepState', SCAN_STATE_ACTIONS, [state.table.tableArn]);
    this.allow(
      'WriteOwnLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [logGroup.logGroupArn],
    );
    for (const arn of bucket.objectArns) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${printedByNag(arn)}]`,
        'Keys of log objects are not known beforehand; the wildcard stands only behind a watched prefix.',
      );
    }
  }

  /** Allows actions on exact resources. */
  allow(sid: string, actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(
      new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }),
    );
  }
}

function tellMissingFromForbidden(bucket: LogBucket): PolicyStatement {
  const isWhole = bucket.prefixes.length === 0;
  const conditions = {
    StringLike: { 's3:prefix': bucket.prefixes.map((prefix) => `${prefix}*`) },
  };
  return new PolicyStatement({
    sid: 'TellMissingFromForbidden',
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    ...(isWhole ? {} : { conditions }),
  });
}

/** An ARN as cdk-nag prints it: the template's references in angle brackets. */
function printedByNag(arn: string): string {
  return arn
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>')
    .replaceAll(Aws.REGION, '<AWS::Region>');
}
