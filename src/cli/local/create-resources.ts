// Empty local servers → the buckets, queues, topics and the table of the stack, subscribed and notified.

import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type AwsLocal, queueArn } from '../../local/index.ts';
import type { Clients } from './clients.ts';
import {
  ARNS,
  BUCKETS,
  SCAN_FAILURES,
  SCAN_QUEUE,
  SCAN_RECEIVE_COUNT,
  SCAN_TIMEOUT_SECONDS,
  STATE_TABLE,
  TOPICS,
  VISIBILITY_FACTOR,
} from './resources.ts';

/** A queue that ends in another. */
export interface RedrivenQueue {
  readonly name: string;
  readonly failures: string;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
}

const SCAN: RedrivenQueue = {
  name: SCAN_QUEUE,
  failures: SCAN_FAILURES,
  visibilitySeconds: VISIBILITY_FACTOR * SCAN_TIMEOUT_SECONDS,
  maxReceiveCount: SCAN_RECEIVE_COUNT,
};

/** As infra/constructs/state-table.ts has it. */
export const TABLE = {
  TableName: STATE_TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'S' },
    { AttributeName: 'dueAt', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'due',
      KeySchema: [
        { AttributeName: 'due', KeyType: 'HASH' },
        { AttributeName: 'dueAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
} satisfies CreateTableCommandInput;

/** Creates what is there whoever is told. The log bucket has no versions: they would keep what was scanned in memory. */
export async function createResources(aws: AwsLocal, clients: Clients): Promise<void> {
  const { dynamo, s3, sns } = clients;
  await dynamo.send(new CreateTableCommand(TABLE));
  for (const Bucket of Object.values(BUCKETS)) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Name of Object.values(TOPICS)) await sns.send(new CreateTopicCommand({ Name }));
  await createQueue(clients, SCAN);
  await aws.notify(BUCKETS.logs, { target: { kind: 'queue', queueArn: ARNS.scanQueue } });
}

/** Creates a queue with its DLQ. */
export async function createQueue({ sqs }: Clients, queue: RedrivenQueue): Promise<void> {
  const deadLetterTargetArn = queueArn(queue.failures);
  const redrive = { deadLetterTargetArn, maxReceiveCount: queue.maxReceiveCount };
  await sqs.send(new CreateQueueCommand({ QueueName: queue.failures }));
  await sqs.send(
    new CreateQueueCommand({
      QueueName: queue.name,
      Attributes: {
        VisibilityTimeout: String(queue.visibilitySeconds),
        RedrivePolicy: JSON.stringify(redrive),
      },
    }),
  );
}

/** Has a topic tell a queue, with raw delivery. */
export async function subscribe(
  { sns }: Clients,
  TopicArn: string,
  queueName: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn(queueName),
      Attributes: { RawMessageDelivery: 'true', ...attributes },
    }),
  );
}
