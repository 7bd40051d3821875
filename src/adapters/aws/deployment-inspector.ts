// The region of a deployment → what Lambda, SQS, SNS and DynamoDB say of its parts.

import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseJson } from '../../model/index.ts';
import type {
  DeployedFunction,
  DeployedQueue,
  DeployedSubscription,
  DeploymentInspector,
} from '../../ports/index.ts';
import { factOf } from './fact.ts';
import { isRecord } from './record.ts';

/** Where the services are. */
export interface DeploymentPlace {
  /** As the SDK finds it where it is absent. */
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** The variable by which a function belongs to a stack: its metrics are in the stack's namespace. */
const NAMESPACE = 'POWERTOOLS_METRICS_NAMESPACE';
const REQUEST_TIMEOUT_MS = 20_000;

/** The inspector. Lambda's client is loaded by the first that asks for it. */
export function createDeploymentInspector({
  region,
  endpoint,
}: DeploymentPlace): DeploymentInspector {
  const config = {
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const sqs = new SQSClient(config);
  const sns = new SNSClient(config);
  const dynamo = new DynamoDBClient(config);
  const lambda = async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(config);
  return {
    functions: (namespace) => factOf(async () => functionsOf(await lambda(), namespace)),
    mappings: (name) => factOf(async () => mappingsOf(await lambda(), name)),
    queue: (url) => factOf(() => queueOf(sqs, url)),
    queueByArn: (arn) =>
      factOf(async () => {
        const [account, name] = arn.split(':').slice(4);
        const found = await sqs.send(
          new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account }),
        );
        return await queueOf(sqs, found.QueueUrl ?? '');
      }),
    subscriptions: (topicArn) => factOf(() => subscriptionsOf(sns, topicArn)),
    table: (name) =>
      factOf(async () => {
        const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
        return Table?.TableStatus ?? 'unknown';
      }),
  };
}

async function functionsOf(
  client: LambdaClient,
  namespace: string,
): Promise<readonly DeployedFunction[]> {
  const { paginateListFunctions } = await import('@aws-sdk/client-lambda');
  const found: DeployedFunction[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = '', FunctionArn = '', Environment } of Functions) {
      const environment = Environment?.Variables ?? {};
      if (environment[NAMESPACE] === namespace) {
        found.push({ name: FunctionName, arn: FunctionArn, environment });
      }
    }
  }
  return found;
}

async function mappingsOf(client: LambdaClient, functionName: string) {
  const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
  const { EventSourceMappings = [] } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  return EventSourceMappings.map(({ EventSourceArn = '', State = 'unknown' }) => ({
    sourceArn: EventSourceArn,
    state: State,
  }));
}

async function queueOf(client: SQSClient, url: string): Promise<DeployedQueue> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  const redrive = parseJson(Attributes.RedrivePolicy ?? 'null');
  const target = isRecord(redrive) ? redrive['deadLetterTargetArn'] : undefined;
  return {
    arn: Attributes.QueueArn ?? '',
    policy: Attributes.Policy,
    deadLetterArn: typeof target === 'string' ? target : undefined,
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

async function subscriptionsOf(
  client: SNSClient,
  topicArn: string,
): Promise<readonly DeployedSubscription[]> {
  const all: Subscription[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListSubscriptionsByTopicCommand({
        TopicArn: topicArn,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    all.push(...(page.Subscriptions ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return all.map(({ Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({
    protocol: Protocol,
    endpoint: Endpoint,
    isConfirmed: SubscriptionArn.startsWith('arn:'),
  }));
}
