// Nothing → the topic that tells the stack's own troubles.

import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/**
 * The topic of operations: what could not be told to a destination, and why; of an alert its title and id alone. TLS only.
 *
 * Not encrypted by a key of KMS. CloudWatch may not use `alias/aws/sns`, so an alarm would fail here in silence; a key of
 * the customer's costs $1 a month, and what it adds can only break the one topic that is for when something is broken.
 * SNS's disks are encrypted in any case. Retained with the stack's end, as people subscribe to it.
 *
 * Lets CloudWatch publish (`sns:Publish`) for alarms of this account, whoever made them: enforceSSL replaces the policy that
 * a topic has by itself.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html (SNS.1)
 */
export class OperationsTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'sigma-lambda operations',
      enforceSSL: true,
    });
    this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': alarmsOf(Stack.of(this)) },
        },
      }),
    );
  }
}

function alarmsOf(stack: Stack): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat,
  });
}
