// A word for who runs the product → the topic `operations`.

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Operations } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { isRetryable, readServiceError } from './service-error.ts';

const MAX_ATTEMPTS = 3;

/** The topic. Needs sns:Publish on it, and kms:GenerateDataKey* and kms:Decrypt where a key of one's own is used. */
export function createSnsOperations(
  client: SNSClient,
  topicArn: string,
  waiting: Waiting = SYSTEM_WAITING,
): Operations {
  return {
    async tell({ subject, text }) {
      const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
      for (let retry = 0; ; retry++) {
        try {
          await client.send(command);
          return;
        } catch (thrown) {
          if (!isRetryable(readServiceError(thrown)) || retry + 1 >= MAX_ATTEMPTS) throw thrown;
        }
        await waiting.sleep(backoffMs(retry, waiting.random));
      }
    },
  };
}
