// An SQS of this process, queues on it, and functions for them.

import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import type { SqsEvent } from '../../../src/local/event-source/sqs-event.ts';
import type { InvokeAnswer } from '../../../src/local/lambda/invoke-result.ts';

/** An SQS and its client. */
export interface LocalSqs {
  readonly endpoint: string;
  readonly client: SQSClient;
  /** Creates a queue. Returns its URL. */
  create(name: string, attributes?: Record<string, string>): Promise<string>;
  /** Creates a queue with a DLQ, from which nothing is received but by the test. */
  createWithDlq(
    name: string,
    maxReceiveCount: number,
    visibilitySeconds?: number,
  ): Promise<{ url: string; dlqUrl: string }>;
  /** Sends these bodies, ten at most. Returns the message ids in the same order. */
  send(queueUrl: string, ...bodies: string[]): Promise<readonly string[]>;
}

/** Starts an SQS for the tests of a file. */
export function useSqs(): LocalSqs {
  const app = buildApp({ logger: false });
  let endpoint = '';
  let client: SQSClient | undefined;
  before(async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new SQSClient({ endpoint, region: 'us-east-1', credentials });
  });
  after(async () => {
    client?.destroy();
    app.server.closeAllConnections();
    await app.close();
  });
  const sqs: LocalSqs = {
    get endpoint() {
      return endpoint;
    },
    get client() {
      if (client === undefined) throw new TypeError('SQS is not started');
      return client;
    },
    create: async (name, attributes = {}) => {
      await sqs.client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
      return `${endpoint}/000000000000/${name}`;
    },
    createWithDlq: async (name, maxReceiveCount, visibilitySeconds = 1) => {
      const dlqUrl = await sqs.create(`${name}-dlq`);
      const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${name}-dlq`;
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
      const VisibilityTimeout = String(visibilitySeconds);
      return { url: await sqs.create(name, { VisibilityTimeout, RedrivePolicy }), dlqUrl };
    },
    send: async (QueueUrl, ...bodies) => {
      const Entries = bodies.map((body, n) => ({ Id: String(n), MessageBody: body }));
      const sent = await sqs.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      return (sent.Successful ?? []).map(({ MessageId }) => String(MessageId));
    },
  };
  return sqs;
}

/** A function that succeeds. */
export function payload(value: unknown): InvokeAnswer {
  return { kind: 'payload', payload: value };
}

/** A report of these messages. */
export function failures(...ids: readonly string[]): InvokeAnswer {
  return payload({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
}

/** A function that fails. */
export const FUNCTION_ERROR: InvokeAnswer = {
  kind: 'error',
  error: { errorType: 'Error', errorMessage: 'broken' },
};

/** Bodies of an event's records. */
export function bodiesOf({ Records }: SqsEvent): readonly string[] {
  return Records.map(({ body }) => body);
}
