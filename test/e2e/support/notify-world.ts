// A template with destinations → a deployment whose destinations are a server of this machine, and what is asked of it.

import { PublishCommand } from '@aws-sdk/client-sns';
import type { Message } from '@aws-sdk/client-sqs';
import {
  type DestinationServer,
  startDestinationServer,
} from '../../support/destination-server.ts';
import { type Deployment, deploy, takeAll } from './deploy.ts';
import { postingTo, putSecrets } from './destinations.ts';
import { listen } from './listen.ts';
import type { Assembly } from './template.ts';

/** So that the stories have something for each route. */
const ROUTED = {
  SIGMA_LAMBDA_ROUTING: '{"levels":{"high":"page","medium":"page","low":"post"}}',
  SIGMA_LAMBDA_HOURLY_BUDGET: '1000',
};

/** A deployment, who is behind its destinations, and what was published so far. */
export interface World {
  readonly template: Assembly;
  readonly stack: Deployment;
  readonly server: DestinationServer;
  readonly mail: () => Promise<readonly Message[]>;
  readonly chat: () => Promise<readonly Message[]>;
  readonly operations: () => Promise<readonly Message[]>;
  readonly messages: Message[];
}

/** Deploys, with nothing told yet. */
export async function openWorld(
  template: Assembly,
  after: (end: () => Promise<void>) => void,
): Promise<World> {
  const server = await startDestinationServer();
  after(server.stop);
  const stack = await deploy({ after }, template, { environment: ROUTED, ...postingTo(server) });
  putSecrets(stack, server);
  return {
    template,
    stack,
    server,
    mail: await listen(stack, 'AlertsTextTopicArn'),
    chat: await listen(stack, 'AlertsQTopicArn'),
    operations: await listen(stack, 'OperationsTopicArn'),
    messages: [],
  };
}

/** Publishes a message as it was, or with other attributes. */
export async function publish(
  { clients, stack }: Deployment,
  { Body, MessageAttributes = {} }: Message,
  changed: Readonly<Record<string, string>> = {},
): Promise<void> {
  const values = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [
    name,
    StringValue,
  ]);
  const all: Readonly<Record<string, string>> = { ...Object.fromEntries(values), ...changed };
  await clients.sns.send(
    new PublishCommand({
      TopicArn: stack.outputs['AlertsTopicArn'],
      Message: Body,
      MessageAttributes: Object.fromEntries(
        Object.entries(all).map(([name, StringValue]) => [
          name,
          { DataType: 'String', StringValue },
        ]),
      ),
    }),
  );
}

/** The same alert, raised. */
export function nextRevision(message: Message): Message {
  const { alert, ...rest } = JSON.parse(message.Body ?? '');
  const raised = { ...alert, revision: alert.revision + 1, event: 'raised' };
  return { ...message, Body: JSON.stringify({ ...rest, alert: raised }) };
}

/** Takes what ended in a destination's failure queue. */
export async function failuresOf(
  { clients, stack }: Deployment,
  name: 'Soc' | 'OnCall',
): Promise<readonly Message[]> {
  return takeAll(clients.sqs, stack.outputs[`Notify${name}FailureQueueUrl`] ?? '');
}
