// The queues, topics, buckets and tables a template describes → the same on the local servers.

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AwsLocal } from '../../../src/local/index.ts';
import { type Fields, numberIn, objectIn } from './fields.ts';
import { KNOWN } from './known-properties.ts';
import type { Deployable, ResolvedResource } from './physical.ts';

/** Clients of whoever deploys: their calls are not the function's. */
export interface Clients {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** SQS's own defaults, in seconds. */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_RETENTION = 345_600;

/** Whether buckets get the template's versions. */
export type Versioning = 'template' | 'none';

/** Creates them. Queues that others redrive to come first. */
export async function createServices(
  stack: Deployable,
  aws: AwsLocal,
  { dynamo, s3, sns, sqs }: Clients,
  versioning: Versioning,
): Promise<void> {
  const queues = stack.ofType('AWS::SQS::Queue');
  const isSource = ({ properties }: ResolvedResource) => properties['RedrivePolicy'] !== undefined;
  for (const queue of [...queues.filter((one) => !isSource(one)), ...queues.filter(isSource)]) {
    await sqs.send(
      new CreateQueueCommand({ QueueName: queue.name, Attributes: attributes(queue) }),
    );
  }
  for (const { name } of stack.ofType('AWS::SNS::Topic')) {
    await sns.send(new CreateTopicCommand({ Name: name }));
  }
  for (const { name, properties } of stack.ofType('AWS::DynamoDB::Table')) {
    await dynamo.send(new CreateTableCommand(tableInput(name, properties)));
  }
  for (const { name, properties } of stack.ofType('AWS::S3::Bucket')) {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    const { Status } = objectIn(properties, 'VersioningConfiguration');
    if (Status === 'Enabled' && versioning === 'template') await aws.enableVersions(name);
  }
}

/** CloudFormation's names are the API's; a schema that DynamoDB does not take is refused by it. */
function tableInput(TableName: string, properties: Fields): CreateTableCommandInput {
  const { built } = KNOWN.get('AWS::DynamoDB::Table') ?? { built: [] };
  const schema = Object.fromEntries(built.map((name) => [name, properties[name]]));
  return { TableName, ...schema } as CreateTableCommandInput;
}

function attributes({ properties }: ResolvedResource): Record<string, string> {
  const redrive = objectIn(properties, 'RedrivePolicy');
  return {
    VisibilityTimeout: String(numberIn(properties, 'VisibilityTimeout', DEFAULT_VISIBILITY)),
    MessageRetentionPeriod: String(
      numberIn(properties, 'MessageRetentionPeriod', DEFAULT_RETENTION),
    ),
    ...(Object.keys(redrive).length === 0 ? {} : { RedrivePolicy: JSON.stringify(redrive) }),
  };
}
