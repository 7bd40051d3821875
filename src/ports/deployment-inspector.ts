// A stack's name → what is there of it. Nothing is changed, and no message is taken.

import type { Fact } from './fact.ts';

/** A function of the stack. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What feeds a function. */
export interface DeployedMapping {
  readonly sourceArn: string;
  /** `Enabled`, `Disabled`, … */
  readonly state: string;
}

/** A queue. */
export interface DeployedQueue {
  readonly arn: string;
  /** JSON as text; undefined = none. */
  readonly policy: string | undefined;
  /** ARN of its dead-letter queue. */
  readonly deadLetterArn: string | undefined;
  /** Messages that wait, and that somebody has in hand; SQS counts approximately. */
  readonly waiting: number;
  readonly inFlight: number;
}

/** Who is told by a topic. */
export interface DeployedSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** Asks AWS about a deployment. Never throws for what AWS answers. */
export interface DeploymentInspector {
  /** lambda:ListFunctions. Those whose metrics are in the namespace. */
  functions(namespace: string): Promise<Fact<readonly DeployedFunction[]>>;
  /** lambda:ListEventSourceMappings */
  mappings(functionName: string): Promise<Fact<readonly DeployedMapping[]>>;
  /** sqs:GetQueueAttributes */
  queue(url: string): Promise<Fact<DeployedQueue>>;
  /** sqs:GetQueueUrl, sqs:GetQueueAttributes */
  queueByArn(arn: string): Promise<Fact<DeployedQueue>>;
  /** sns:ListSubscriptionsByTopic */
  subscriptions(topicArn: string): Promise<Fact<readonly DeployedSubscription[]>>;
  /** dynamodb:DescribeTable. Its status, `ACTIVE`. */
  table(name: string): Promise<Fact<string>>;
}
