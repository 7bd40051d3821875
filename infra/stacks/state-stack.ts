// The configuration → the stack of what must outlive the functions: key, table, buckets, topics.

import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InfraConfig } from '../config.ts';
import { CanaryBucket } from '../constructs/canary-bucket.ts';
import { DataKey } from '../constructs/data-key.ts';
import { EncryptedTopic } from '../constructs/encrypted-topic.ts';
import { Keeping } from '../constructs/keeping.ts';
import { LogBucket } from '../constructs/log-bucket.ts';
import type { NotifyTopics } from '../constructs/notify.ts';
import { SegmentBucket } from '../constructs/segment-bucket.ts';
import { OperationsTopic } from '../constructs/operations-topic.ts';
import { StateTable } from '../constructs/state-table.ts';
import { watchedBuckets } from '../constructs/watched-bucket.ts';
import { placeOfStack } from './place.ts';

/**
 * What holds data, and what people subscribe to. Everything in it is retained, and it is protected against deletion. It
 * refers to nothing of the other stack, and exports nothing: the other reads its outputs when it is deployed, so that no
 * update of this one is ever refused for the other's sake ([ADR 0117](../../docs/adr/0117-two-stacks.md)). Logical ids here
 * are contract: test/infra/state-stack.test.ts has the list.
 */
export class StateStack extends Stack {
  readonly key: DataKey;
  readonly topics: NotifyTopics;
  readonly state: StateTable;
  readonly keeping: Keeping;
  readonly segments: SegmentBucket;

  constructor(scope: Construct, id: string, config: InfraConfig) {
    super(scope, id, {
      stackName: `${config.stackName}-state`,
      description: 'sigma-lambda: what is kept, and the topics',
      terminationProtection: true,
      ...placeOfStack(config),
    });
    this.key = new DataKey(this, 'Data');
    const { key } = this.key;
    this.state = new StateTable(this, 'State', key);
    this.keeping = new Keeping(this, 'Keeping', key);
    this.segments = new SegmentBucket(this, 'Segments', key);
    this.topics = this.#createTopics();
    this.#createLogBuckets(config);
    new CanaryBucket(this, 'Canaries', config);
    this.#addOutputs();
  }

  #createTopics(): NotifyTopics {
    const { key } = this.key;
    const create = (id: string, displayName: string) =>
      new EncryptedTopic(this, id, { displayName, key }).topic;
    return {
      alerts: create('Alerts', 'sigma-lambda alerts'),
      text: create('AlertsText', 'sigma-lambda alerts, as text'),
      amazonQ: create('AlertsQ', 'sigma-lambda alerts, for Amazon Q'),
      operations: new OperationsTopic(this, 'Operations', key).topic,
    };
  }

  /** Ids hold the name: a bucket that gets another is another, and the first is kept. */
  #createLogBuckets(config: InfraConfig): void {
    for (const { id, bucketName, entries } of watchedBuckets(this, config)) {
      if (entries[0].mode !== 'created') continue;
      const { bucket } = new LogBucket(this, id === 'Logs' ? id : `Logs-${id}`, { bucketName });
      const output = id === 'Logs' ? 'LogBucketName' : `LogBucketName${id.replaceAll('-', '')}`;
      new CfnOutput(this, output, { value: bucket.bucketName });
    }
  }

  #addOutputs(): void {
    const outputs = {
      AlertsTopicArn: this.topics.alerts.topicArn,
      AlertsTextTopicArn: this.topics.text.topicArn,
      AlertsQTopicArn: this.topics.amazonQ.topicArn,
      OperationsTopicArn: this.topics.operations.topicArn,
      StateTableName: this.state.table.tableName,
      DataKeyArn: this.key.key.keyArn,
    };
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}
