// Nothing → the role and log group of CDK's own function that writes notification configurations of buckets.

import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Construct id of the one such function that CDK makes in a stack. */
const HANDLER_ID = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';

/**
 * CDK attaches a managed policy, which may write to every log group of the account, to the role that it is given. What
 * that is for is granted here on one log group.
 */
class HandlerRole extends Role {
  override addManagedPolicy(): void {
    // What it would allow is allowed below.
  }
}

/**
 * What CDK's python function runs with ([ADR 0118](../../../docs/adr/0118-notifications-by-cdks-handler.md)). For each
 * bucket CDK grants it
 *
 * - `s3:GetBucketNotification`, `s3:PutBucketNotification` on that bucket
 *
 * and this
 *
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group, which it has in place of one that never expires
 */
export class NotificationHandler extends Construct {
  readonly role: Role;
  readonly #logGroup: LogGroup;

  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id);
    this.#logGroup = new LogGroup(this, 'Logs', {
      retention: retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = new HandlerRole(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Writes the notifications of log buckets, when the stack is deployed',
    });
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'WriteOwnLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.#logGroup.logGroupArn],
      }),
    );
  }

  /** Gives the function its log group. Call when the first notification is there: that makes the function. */
  adopt(): void {
    const handler = Stack.of(this).node.tryFindChild(HANDLER_ID)?.node.tryFindChild('Resource');
    if (!CfnResource.isCfnResource(handler)) throw new TypeError('CDK has no such function');
    handler.addPropertyOverride('LoggingConfig', { LogGroup: this.#logGroup.logGroupName });
  }
}
