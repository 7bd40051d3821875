// What is rendered for e-mail or Amazon Q → one publish to the topic that leads there, and what became of it.

import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { middleCut, safeText } from '../../model/index.ts';
import type { AlertDestination, PostOutcome } from '../../ports/index.ts';
import { isRecord } from './record.ts';
import { isRetryable, isThrottle, readServiceError } from './service-error.ts';
import { FAULTS_OF_A_MESSAGE } from './sns-faults.ts';

const MAX_REASON = 300;

/** A topic, and how to speak to it. Its client must make one attempt a call. */
export interface SnsDestinationDeps {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/**
 * Addresses that have subscribed to a topic. A body is JSON of `subject` and `text`. Needs sns:Publish on the topic.
 * @throws TypeError on posting for another body.
 */
export function createEmailDestination({ client, topicArn }: SnsDestinationDeps): AlertDestination {
  return {
    post: async (body) => publish(client, { TopicArn: topicArn, ...parseEmail(body) }),
  };
}

/** A chat application behind Amazon Q. A body is a custom notification, as JSON. Needs sns:Publish on the topic. */
export function createAmazonQDestination(deps: SnsDestinationDeps): AlertDestination {
  return { post: (body) => publish(deps.client, { TopicArn: deps.topicArn, Message: body }) };
}

function parseEmail(body: string): Pick<PublishCommandInput, 'Subject' | 'Message'> {
  const email: unknown = JSON.parse(body);
  const { subject, text } = isRecord(email) ? email : {};
  if (typeof subject === 'string' && typeof text === 'string') {
    return { Subject: subject, Message: text };
  }
  throw new TypeError('the body is no e-mail; expected subject and text');
}

async function publish(client: SNSClient, input: PublishCommandInput): Promise<PostOutcome> {
  try {
    await client.send(new PublishCommand(input));
    return { kind: 'posted' };
  } catch (thrown) {
    const error = readServiceError(thrown);
    const { code, message, status } = error;
    const reason = `SNS: ${code}: ${middleCut(safeText(message), MAX_REASON)}`;
    if (FAULTS_OF_A_MESSAGE.has(code)) return { kind: 'permanent', reason };
    const isRefused = isThrottle(code) || (status !== undefined && status >= 400 && status < 500);
    return { kind: 'retry', reason, mayBePosted: isRetryable(error) && !isRefused };
  }
}
