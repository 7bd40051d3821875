// A name for people → a topic that alerts are published to, encrypted.

import { RemovalPolicy } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** What an {@link EncryptedTopic} is made from. */
export interface EncryptedTopicProps {
  /** In the console, and the sender's name of an e-mail. */
  readonly displayName: string;
}

/**
 * A topic encrypted by SNS's own key, which costs nothing a month and needs no grant where a role of this account
 * publishes; TLS only. Whoever subscribes, gets it decrypted: queues, mail and Amazon Q need nothing of the key.
 * Retained with the stack's end: people subscribe to it, and confirm that once.
 * A service cannot publish here: the policy of that key lets in none ({@link OperationsTopic}).
 */
export class EncryptedTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { displayName }: EncryptedTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName,
      masterKey: Alias.fromAliasName(this, 'Key', 'alias/aws/sns'),
      enforceSSL: true,
    });
    this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
