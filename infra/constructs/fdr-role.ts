// What the function of an FDR feed touches → its role: each permission by name, on the one thing it is for.

import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FdrQueues } from './fdr-queues.ts';
import { SCAN_STATE_ACTIONS } from './scan-role.ts';
import type { StateTable } from './state-table.ts';

/** What a {@link FdrRole} is made from. */
export interface FdrRoleProps {
  readonly secretArn: string;
  readonly state: StateTable;
  readonly topic: ITopic;
  readonly queues: FdrQueues;
  readonly logGroup: ILogGroup;
}

/**
 * The role. It may nothing on CrowdStrike's queue and bucket: there the secret's keys do, and nobody but this function reads the
 * secret. What it may write to buckets stands in Keeping.
 *
 * - `secretsmanager:GetSecretValue` on the secret
 * - `sns:Publish` on the topic of alerts
 * - {@link SCAN_STATE_ACTIONS} on the state table
 * - `sqs:ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility`, `SendMessage` on our own queue
 * - `sqs:SendMessage` on the failure queue
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class FdrRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FdrRoleProps) {
    super(scope, id);
    const { secretArn, state, topic, queues, logGroup } = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads a feed of CrowdStrike by its own keys, publishes alerts',
    });
    this.#allow('ReadOwnSecret', ['secretsmanager:GetSecretValue'], secretArn);
    this.#allow('PublishAlerts', ['sns:Publish'], topic.topicArn);
    this.#allow('KeepState', SCAN_STATE_ACTIONS, state.table.tableArn);
    this.#allow(
      'WorkOwnQueue',
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
      queues.own.queueArn,
    );
    this.#allow('GiveUp', ['sqs:SendMessage'], queues.failures.queue.queueArn);
    this.#allow(
      'WriteOwnLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      logGroup.logGroupArn,
    );
  }

  #allow(sid: string, actions: readonly string[], resource: string): void {
    this.role.addToPolicy(
      new PolicyStatement({ sid, actions: [...actions], resources: [resource] }),
    );
  }
}
