// A name for people and a key → a topic that alerts are published to, encrypted.

import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** What an {@link EncryptedTopic} is made from. */
export interface EncryptedTopicProps {
  /** In the console, and the sender's name of an e-mail. */
  readonly displayName: string;
  readonly key: IKey;
}

/**
 * A topic encrypted by the key: who publishes must be let use it through SNS. TLS only. Whoever subscribes, gets messages
 * decrypted: queues, mail and Amazon Q need nothing of the key. Retained with the stack's end: people subscribe to it, and
 * confirm that once.
 */
export class EncryptedTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { displayName, key }: EncryptedTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName, masterKey: key, enforceSSL: true });
    this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
