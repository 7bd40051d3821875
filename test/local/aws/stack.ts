// A test's own stack on the loopback with SDK clients for it, all ended when the test ends.

import type { TestContext } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type AwsLocal, type AwsLocalOptions, startAwsLocal } from '../../../src/local/index.ts';

/** A stack and who talks to it. Clients make one attempt a call. */
export interface Stack {
  readonly aws: AwsLocal;
  readonly config: ReturnType<typeof clientConfig>;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Creates a queue and gives its URL. */
  queue(name: string, attributes?: Record<string, string>): Promise<string>;
  /** Takes what is in a queue now, up to 10. */
  receive(name: string, waitSeconds?: number): Promise<readonly Message[]>;
  /** Takes what is in a queue now, its bodies parsed. */
  bodies(name: string): Promise<readonly unknown[]>;
}

/** Configuration of a client of a stack. */
export function clientConfig(endpoint: string, maxAttempts = 1) {
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' };
  return { endpoint, region: 'us-east-1', credentials, maxAttempts };
}

/** Starts a stack for one test. */
export async function startStack(t: TestContext, options: AwsLocalOptions = {}): Promise<Stack> {
  const aws = await startAwsLocal(options);
  const config = clientConfig(aws.endpoint);
  const s3 = new S3Client(config);
  const sns = new SNSClient(config);
  const sqs = new SQSClient(config);
  t.after(async () => {
    for (const client of [s3, sns, sqs]) client.destroy();
    await aws.stop();
  });
  const receive = async (name: string, waitSeconds = 0): Promise<readonly Message[]> => {
    const answer = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: aws.queueUrl(name),
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return answer.Messages ?? [];
  };
  return {
    aws,
    config,
    s3,
    sns,
    sqs,
    queue: async (name, Attributes = {}) => {
      const created = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
      return created.QueueUrl ?? '';
    },
    receive,
    bodies: async (name) => (await receive(name)).map(({ Body = '' }): unknown => JSON.parse(Body)),
  };
}

/** The name of the error a call ends with; fails the test where it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return describe(error);
    throw error;
  }
  throw new Error('the call succeeded');
}

/** What of an error the tests look at. */
export interface Refusal {
  readonly name: string;
  readonly status: number | undefined;
  readonly error: Error;
}

function describe(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) {
  return { name: error.name, status: error.$metadata?.httpStatusCode, error };
}
