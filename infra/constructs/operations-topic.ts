// A key → the topic that tells the stack's own troubles.

import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmsOfThisAccount } from './data-key.ts';

/**
 * The topic of operations: what could not be told to a destination, and why; of an alert its title and id alone. Encrypted
 * as the others are: the key's policy lets CloudWatch use it, without which alarms would fail here in silence.
 *
 * Lets CloudWatch publish (`sns:Publish`) for alarms of this account, whoever made them: enforceSSL replaces the policy that
 * a topic has by itself.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
 */
export class OperationsTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'sigma-lambda operations',
      masterKey: key,
      enforceSSL: true,
    });
    this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: alarmsOfThisAccount(Stack.of(this)),
      }),
    );
  }
}
