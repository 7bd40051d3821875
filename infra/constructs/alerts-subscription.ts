// The topic of alerts and a queue → the queue is told what the filter lets through, and what SNS cannot deliver is kept.

import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type ITopic,
  Subscription,
  type SubscriptionFilter,
  SubscriptionProtocol,
} from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FailureQueue } from './failure-queue.ts';

/** Who is told of what. */
export interface AlertsSubscriptionProps {
  readonly alerts: ITopic;
  readonly queue: Queue;
  /** Gets what SNS could not deliver; CDK lets SNS send there for this topic alone. */
  readonly failures: FailureQueue;
  readonly filterPolicy: Readonly<Record<string, SubscriptionFilter>>;
}

/** Subscribes the queue to raw messages, and lets the topic, and nothing else, send to it. */
export function subscribeToAlerts(scope: Construct, props: AlertsSubscriptionProps): void {
  const { alerts, queue, failures, filterPolicy } = props;
  queue.addToResourcePolicy(sendFrom(alerts, queue.queueArn));
  const subscription = new Subscription(scope, 'Subscription', {
    topic: alerts,
    protocol: SubscriptionProtocol.SQS,
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
    filterPolicy,
    deadLetterQueue: failures.queue,
  });
  // With its policy: what SNS may not deliver it does not try again.
  subscription.node.addDependency(queue, failures);
}

function sendFrom(topic: ITopic, queueArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'AlertsOfTopic',
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
  });
}
