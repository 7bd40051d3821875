// A topic → a queue of a test's own that gets what is published there, taken when the test asks.

import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type Message } from '@aws-sdk/client-sqs';
import { queueArn } from '../../../src/local/index.ts';
import { type Deployment, takeAll } from './deploy.ts';

/** Subscribes a queue with raw delivery to the topic of an output; gives what takes its messages. */
export async function listen(
  { aws, clients, stack }: Deployment,
  output: string,
): Promise<() => Promise<readonly Message[]>> {
  const name = `listens-to-${output}`;
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn: stack.outputs[output],
      Protocol: 'sqs',
      Endpoint: queueArn(name),
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  return () => takeAll(clients.sqs, aws.queueUrl(name));
}
