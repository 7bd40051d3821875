// The subscriptions of a template → the same on the local SNS, if the policies of queue and DLQ let the topic send.

import { type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Access } from './access.ts';
import { objectIn, TemplateError, textIn } from './fields.ts';
import type { Deployable } from './physical.ts';

/** Subscribes all queues. Rejects with a TemplateError where a message would be lost. */
export async function subscribeQueues(
  stack: Deployable,
  access: Access,
  sns: SNSClient,
): Promise<void> {
  for (const { logicalId, properties } of stack.ofType('AWS::SNS::Subscription')) {
    const [TopicArn, Endpoint] = [textIn(properties, 'TopicArn'), textIn(properties, 'Endpoint')];
    const deadLetters = textIn(objectIn(properties, 'RedrivePolicy'), 'deadLetterTargetArn');
    for (const queueArn of [Endpoint, deadLetters]) {
      if (access.canDeliver(TopicArn, queueArn)) continue;
      throw new TemplateError(`${logicalId}: no policy lets ${TopicArn} send to ${queueArn}`);
    }
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: textIn(properties, 'Protocol'),
        Endpoint,
        Attributes: {
          RawMessageDelivery: String(properties['RawMessageDelivery'] ?? false),
          FilterPolicy: JSON.stringify(objectIn(properties, 'FilterPolicy')),
          RedrivePolicy: JSON.stringify(properties['RedrivePolicy']),
        },
      }),
    );
  }
}
