// An app → the same app, whose synthesis fails on a cdk-nag finding that nobody has answered for.

import { type App, Aws, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Adds the AwsSolutions and Serverless rule packs. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

/**
 * Answers for a finding, on the construct it is about and those below, with the reason why it may stand.
 * @param rule as cdk-nag prints it, e.g. `AwsSolutions-IAM5[Resource::…]`: one finding, never a whole pack
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}

/** An ARN as cdk-nag prints it: the template's references in angle brackets. */
export function printedByNag(arn: string): string {
  return arn
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>')
    .replaceAll(Aws.REGION, '<AWS::Region>');
}
