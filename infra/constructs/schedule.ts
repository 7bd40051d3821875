// A function and a rate → a rule of EventBridge that invokes it.

import { Aws } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';

/** What is invoked, and how often. */
export interface ScheduleProps {
  readonly invokes: LambdaFunction;
  /** Of the rule's one target. */
  readonly targetId: string;
  /** `rate(1 minute)` */
  readonly expression: string;
  readonly description: string;
}

/**
 * Creates the rule, and lets it and no other invoke the function. Not CDK's target: it would add retries, which the next
 * run makes needless.
 * @param id of the rule, and of the permission
 */
export function schedule(scope: Construct, id: string, props: ScheduleProps): void {
  const { invokes, targetId, expression, description } = props;
  const target = {
    id: targetId,
    arn: invokes.functionArn,
    retryPolicy: { maximumRetryAttempts: 0 },
  };
  const rule = new CfnRule(scope, id, {
    description,
    scheduleExpression: expression,
    state: 'ENABLED',
    targets: [target],
  });
  invokes.addPermission(id, {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
    sourceAccount: Aws.ACCOUNT_ID,
  });
}

/**
 * Answers for a function that a schedule invokes: it has no queue for runs that failed, and no tracing.
 * @param reason why a run that failed loses nothing
 */
export function answerForSchedule(scope: Construct, reason: string): void {
  for (const rule of [
    'Serverless-LambdaDLQ',
    'Serverless-LambdaAsyncFailureDestination',
    'Serverless-EventBusDLQ',
  ]) {
    acknowledge(scope, rule, reason);
  }
  acknowledge(
    scope,
    'Serverless-LambdaTracing',
    'As of the scan function: two actions on every resource, for a duration that Lambda’s metrics have.',
  );
}
