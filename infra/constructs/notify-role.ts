// What telling one destination touches → its role: each permission by name, on the one thing it is for.

import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { NotifyQueue } from './notify-queue.ts';
import type { StateTable } from './state-table.ts';

/** What the delivery ledger asks of the state table. */
const LEDGER_ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Where a destination is reached: by what a secret holds, or by a topic of the stack. */
export type NotifyTarget =
  | { readonly kind: 'secret'; readonly secretArn: string }
  | { readonly kind: 'topic'; readonly topic: ITopic };

/** What a {@link NotifyRole} is made from. */
export interface NotifyRoleProps {
  readonly source: NotifyQueue;
  readonly target: NotifyTarget;
  readonly operations: ITopic;
  readonly state: StateTable;
  /** Whose items of the ledger it may touch. */
  readonly tenants: readonly string[];
  readonly logGroup: ILogGroup;
}

/**
 * The role of a function that tells one destination. It reads neither logs nor findings, and no other destination's secret.
 *
 * - `secretsmanager:GetSecretValue` on its secret, or `sns:Publish` on its topic
 * - {@link LEDGER_ACTIONS} on the state table, for the tenants' items of the ledger alone: their partition keys begin with
 *   `N#`. (`ForAllValues` would hold of a request without a key; these three always have one.)
 * - `sqs:ReceiveMessage`, `DeleteMessage`, `GetQueueAttributes` on its queue, which the mapping uses, and
 *   `ChangeMessageVisibility`, by which a message waits for its next try
 * - `sqs:SendMessage` on its failure queue
 * - `sns:Publish` on the topic of operations
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class NotifyRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: NotifyRoleProps) {
    super(scope, id);
    const { source, target, operations, state, tenants, logGroup } = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Tells one destination of alerts',
    });
    if (target.kind === 'secret') {
      this.#allow('ReadOwnSecret', ['secretsmanager:GetSecretValue'], target.secretArn);
    } else {
      this.#allow('TellSubscribers', ['sns:Publish'], target.topic.topicArn);
    }
    this.#allow('KeepLedger', LEDGER_ACTIONS, state.table.tableArn, {
      'ForAllValues:StringLike': {
        'dynamodb:LeadingKeys': tenants.map((tenant) => `N#${tenant}#*`),
      },
    });
    this.#allow(
      'ConsumeOwnQueue',
      [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
      source.queue.queueArn,
    );
    this.#allow('GiveUp', ['sqs:SendMessage'], source.failures.queue.queueArn);
    this.#allow('TellOperations', ['sns:Publish'], operations.topicArn);
    this.#allow(
      'WriteOwnLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      logGroup.logGroupArn,
    );
  }

  #allow(
    sid: string,
    actions: readonly string[],
    resource: string,
    conditions?: Readonly<Record<string, unknown>>,
  ): void {
    this.role.addToPolicy(
      new PolicyStatement({
        sid,
        actions: [...actions],
        resources: [resource],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }
}
