// The configuration → the stack: log bucket, trigger, scan and settle functions, state table, topic and buckets of findings.

import { join } from 'node:path';
import { Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InfraConfig } from '../config.ts';
import { DirectTrigger } from '../constructs/direct-trigger.ts';
import { FindingsTopic } from '../constructs/findings-topic.ts';
import { Keeping } from '../constructs/keeping.ts';
import { LogBucket } from '../constructs/log-bucket.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { ScanFunction } from '../constructs/scan-function.ts';
import { SettleFunction } from '../constructs/settle-function.ts';
import { StateTable } from '../constructs/state-table.ts';

/** What a {@link ScanStack} is made from. */
export interface ScanStackProps {
  readonly config: InfraConfig;
  /** Folder with a folder for the bundle of each function: `scan`, `settle`. */
  readonly codeDirectory: string;
}

/** All of it, for any account and region: nothing is looked up. Construct ids are contract: a rename replaces resources. */
export class ScanStack extends Stack {
  readonly bucket: LogBucket;
  readonly findings: FindingsTopic;
  readonly state: StateTable;
  readonly keeping: Keeping;
  readonly scan: ScanFunction;
  readonly settle: SettleFunction;
  readonly trigger: QueueTrigger | DirectTrigger;

  constructor(scope: Construct, id: string, props: ScanStackProps) {
    const { config, codeDirectory } = props;
    super(scope, id, {
      stackName: config.stackName,
      description: 'sigma-lambda: Sigma detection over EDR logs in S3',
    });
    this.bucket = new LogBucket(this, 'Logs', {
      bucketName: bucketNameOf(config),
      prefixes: config.bucket.prefixes,
    });
    this.findings = new FindingsTopic(this, 'Findings');
    this.state = new StateTable(this, 'State');
    this.keeping = new Keeping(this, 'Keeping');
    this.scan = new ScanFunction(this, 'Scan', {
      bucket: this.bucket,
      topic: this.findings.topic,
      state: this.state,
      keeping: this.keeping,
      tenant: config.tenant,
      joinGraceSeconds: config.joinGraceSeconds,
      logging: config.logging,
      codeDirectory: join(codeDirectory, 'scan'),
    });
    this.settle = new SettleFunction(this, 'Settle', {
      state: this.state,
      keeping: this.keeping,
      topic: this.findings.topic,
      tenant: config.tenant,
      joinGraceSeconds: config.joinGraceSeconds,
      logging: config.logging,
      codeDirectory: join(codeDirectory, 'settle'),
    });
    const { bucket, scan, settle } = this;
    const { maxConcurrency } = config;
    this.trigger =
      config.trigger === 'queue'
        ? new QueueTrigger(this, 'QueueTrigger', { bucket, scan, settle, maxConcurrency })
        : new DirectTrigger(this, 'DirectTrigger', { bucket, scan });
    this.#addOutputs();
  }

  #addOutputs(): void {
    const outputs = {
      LogBucketName: this.bucket.bucket.bucketName,
      FindingsTopicArn: this.findings.topic.topicArn,
      ArchiveBucketName: this.keeping.archive.bucket.bucketName,
      EvidenceBucketName: this.keeping.evidence.bucket.bucketName,
      StateTableName: this.state.table.tableName,
      ScanFunctionName: this.scan.function.functionName,
      SettleFunctionName: this.settle.function.functionName,
      FailureQueueUrl: this.trigger.failures.queue.queueUrl,
    };
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}

/** Derived names are the same at every deployment, and nobody else's: account and region are part of them. */
function bucketNameOf({ bucket, stackName }: InfraConfig): string {
  return bucket.name ?? `${stackName}-logs-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
}
