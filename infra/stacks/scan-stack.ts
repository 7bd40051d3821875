// The configuration → the stack: log bucket, trigger, scan and settle functions, state table, buckets, topics, destinations, and
// what watches them.

import { join } from 'node:path';
import { Annotations, Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InfraConfig } from '../config.ts';
import { DirectTrigger } from '../constructs/direct-trigger.ts';
import { EncryptedTopic } from '../constructs/encrypted-topic.ts';
import { Keeping } from '../constructs/keeping.ts';
import { LogBucket } from '../constructs/log-bucket.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { Notify, type NotifyTopics } from '../constructs/notify.ts';
import { OperationsTopic } from '../constructs/operations-topic.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { ScanFunction } from '../constructs/scan-function.ts';
import { SettleFunction } from '../constructs/settle-function.ts';
import { StateTable } from '../constructs/state-table.ts';

/** What a {@link ScanStack} is made from. */
export interface ScanStackProps {
  readonly config: InfraConfig;
  /** Folder with a folder for the bundle of each function: `scan`, `settle`, `notify`. */
  readonly codeDirectory: string;
}

/** All of it, for any account and region: nothing is looked up. Construct ids are contract: a rename replaces resources. */
export class ScanStack extends Stack {
  readonly bucket: LogBucket;
  readonly topics: NotifyTopics;
  readonly state: StateTable;
  readonly keeping: Keeping;
  readonly scan: ScanFunction;
  readonly settle: SettleFunction;
  readonly trigger: QueueTrigger | DirectTrigger;
  /** By name of the destination. */
  readonly notify: ReadonlyMap<string, Notify>;

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
    this.topics = this.#createTopics();
    this.state = new StateTable(this, 'State');
    this.keeping = new Keeping(this, 'Keeping');
    this.scan = new ScanFunction(this, 'Scan', {
      bucket: this.bucket,
      topic: this.topics.alerts,
      state: this.state,
      keeping: this.keeping,
      tenant: config.tenant,
      joinGraceSeconds: config.joinGraceSeconds,
      alerts: config.alerts,
      logging: config.logging,
      codeDirectory: join(codeDirectory, 'scan'),
    });
    this.settle = new SettleFunction(this, 'Settle', {
      state: this.state,
      keeping: this.keeping,
      topic: this.topics.alerts,
      tenant: config.tenant,
      joinGraceSeconds: config.joinGraceSeconds,
      alerts: config.alerts,
      logging: config.logging,
      codeDirectory: join(codeDirectory, 'settle'),
    });
    const { bucket, scan, settle } = this;
    const { maxConcurrency } = config;
    this.trigger =
      config.trigger === 'queue'
        ? new QueueTrigger(this, 'QueueTrigger', { bucket, scan, settle, maxConcurrency })
        : new DirectTrigger(this, 'DirectTrigger', { bucket, scan });
    this.notify = this.#createDestinations(config, join(codeDirectory, 'notify'));
    if (config.monitoring.isOn) {
      const { operations } = this.topics;
      new Monitoring(this, 'Monitoring', { stack: this, config, operations });
    }
    this.#addOutputs();
  }

  #createTopics(): NotifyTopics {
    const create = (id: string, displayName: string) =>
      new EncryptedTopic(this, id, { displayName }).topic;
    return {
      alerts: create('Alerts', 'sigma-lambda alerts'),
      text: create('AlertsText', 'sigma-lambda alerts, as text'),
      amazonQ: create('AlertsQ', 'sigma-lambda alerts, for Amazon Q'),
      operations: new OperationsTopic(this, 'Operations').topic,
    };
  }

  #createDestinations(config: InfraConfig, codeDirectory: string): ReadonlyMap<string, Notify> {
    const { topics, state } = this;
    const { destinations } = config.alerts;
    if (destinations.length === 0) {
      Annotations.of(this).addWarningV2('sigma-lambda:nobody-is-told', NOBODY_IS_TOLD);
    }
    return new Map(
      destinations.map((destination) => {
        const id = `Notify-${destination.name}`;
        const props = { destination, config, topics, state, codeDirectory };
        return [destination.name, new Notify(this, id, props)];
      }),
    );
  }

  #addOutputs(): void {
    const outputs = {
      LogBucketName: this.bucket.bucket.bucketName,
      AlertsTopicArn: this.topics.alerts.topicArn,
      AlertsTextTopicArn: this.topics.text.topicArn,
      AlertsQTopicArn: this.topics.amazonQ.topicArn,
      OperationsTopicArn: this.topics.operations.topicArn,
      ArchiveBucketName: this.keeping.archive.bucket.bucketName,
      EvidenceBucketName: this.keeping.evidence.bucket.bucketName,
      StateTableName: this.state.table.tableName,
      ScanFunctionName: this.scan.function.functionName,
      SettleFunctionName: this.settle.function.functionName,
      FailureQueueUrl: this.trigger.failures.queue.queueUrl,
    };
    const ofDestinations = [...this.notify].flatMap(([name, notify]) => {
      const id = `Notify${pascalCase(name)}`;
      return [
        [`${id}FunctionName`, notify.function.functionName],
        [`${id}QueueUrl`, notify.source.queue.queueUrl],
        [`${id}FailureQueueUrl`, notify.failures.queue.queueUrl],
      ] as const;
    });
    for (const [id, value] of [...Object.entries(outputs), ...ofDestinations]) {
      new CfnOutput(this, id, { value });
    }
  }
}

/** What the synthesis and `cdk deploy` say; findings are kept all the same. */
const NOBODY_IS_TOLD =
  'no destination is configured: alerts are published to the alerts topic, and nobody is told of them. ' +
  'See "destinations" in docs/deploy.md';

/** `slack-soc` → `SlackSoc`: an output has letters and digits alone. */
function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_whole, first: string) => first.toUpperCase());
}

/** Derived names are the same at every deployment, and nobody else's: account and region are part of them. */
function bucketNameOf({ bucket, stackName }: InfraConfig): string {
  return bucket.name ?? `${stackName}-logs-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
}
