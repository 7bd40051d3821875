// A bundle, the state table and a topic → the function that every minute does what no scan comes back to do.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlertsConfig } from '../alerts-config.ts';
import type { LoggingConfig, StartsPlace } from '../config.ts';
import { alertTerms } from './alert-terms.ts';
import type { Keeping } from './keeping.ts';
import { metricsNamespace } from './own-metric.ts';
import { SCAN_STATE_ACTIONS } from './scan-role.ts';
import type { SegmentBucket } from './segment-bucket.ts';
import { answerForSchedule, schedule } from './schedule.ts';
import type { StateTable } from './state-table.ts';

/** One run: what it does not reach is due again the next minute. */
export const SETTLE_TIMEOUT = Duration.seconds(60);
/** MB: it judges windows and publishes, and reads no objects. */
const SETTLE_MEMORY_MB = 512;
const EVERY_MINUTE = 'rate(1 minute)';

/** What a {@link SettleFunction} is made from. */
export interface SettleFunctionProps {
  readonly state: StateTable;
  readonly keeping: Keeping;
  /** Merged by it also where scans keep starts in the table: files of the day before may be there. */
  readonly segments: SegmentBucket;
  /** Where scans keep them. @default segments */
  readonly starts?: StartsPlace;
  readonly topic: ITopic;
  readonly tenant: string;
  /** All that it judges for. @default the tenant alone */
  readonly tenants?: readonly string[];
  readonly joinGraceSeconds: number;
  readonly alerts: AlertsConfig;
  readonly logging: LoggingConfig;
  /** Folder of the bundle, `index.mjs` and nothing else: `npm run build` makes it. */
  readonly codeDirectory: string;
}

/**
 * The settle function with its role, log group and schedule. Its environment is read by functions/settle/config.ts.
 * Its role allows
 *
 * - {@link SCAN_STATE_ACTIONS} on the state table: it keeps and marks findings as a scan does
 * - `dynamodb:Query` on the table's index of what is due
 * - `sns:Publish` on the topic of alerts
 * - with the queue trigger, `sqs:GetQueueAttributes` on the source queue ({@link watch})
 * - `s3:PutObject` of findings and evidence, which {@link Keeping} grants
 * - what files of starts take, which {@link SegmentBucket} grants
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class SettleFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: SettleFunctionProps) {
    super(scope, id);
    const { logging } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = this.#createRole(props, logGroup);
    props.keeping.grantWrite(this.role, 'findings', 'evidence');
    props.segments.grantMerge(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Judges what waited, closes alerts, and publishes what no scan came to publish',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: SETTLE_MEMORY_MB,
      timeout: SETTLE_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: environmentOf(this, props),
      role: this.role,
      logGroup,
      // The next minute is the retry.
      retryAttempts: 0,
    });
    schedule(this, 'EveryMinute', {
      invokes: this.function,
      targetId: 'Settle',
      expression: EVERY_MINUTE,
      description: 'Invokes the settle function',
    });
    answerForSchedule(
      this,
      'A run that failed, or was not begun, has nothing that the next minute would not find in the state again.',
    );
  }

  /**
   * Has it hold back while the queue has a backlog, for which it is granted `sqs:GetQueueAttributes` on the queue. Tells it the
   * queue, and how many messages the scans take at once: `SIGMA_LAMBDA_QUEUE_URL`, `SIGMA_LAMBDA_QUEUE_ROUND`.
   */
  watch(queue: IQueue, roundSize: number): void {
    this.function.addEnvironment('SIGMA_LAMBDA_QUEUE_URL', queue.queueUrl);
    this.function.addEnvironment('SIGMA_LAMBDA_QUEUE_ROUND', String(roundSize));
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'SeeBacklog',
        actions: ['sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    );
  }

  #createRole({ state, topic }: SettleFunctionProps, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Settles what is due, publishes alerts',
    });
    const allow = (sid: string, actions: readonly string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ sid, actions: [...actions], resources: [resource] }));
    allow('PublishAlerts', ['sns:Publish'], topic.topicArn);
    allow('KeepState', SCAN_STATE_ACTIONS, state.table.tableArn);
    allow('ReadWhatIsDue', ['dynamodb:Query'], state.dueIndexArn);
    allow('WriteOwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    return role;
  }
}

function environmentOf(scope: Construct, props: SettleFunctionProps): Record<string, string> {
  return {
    SIGMA_LAMBDA_TOPIC_ARN: props.topic.topicArn,
    SIGMA_LAMBDA_STATE_TABLE: props.state.table.tableName,
    ...props.keeping.environment,
    ...props.segments.environment,
    ...(props.starts === 'table' && { SIGMA_LAMBDA_STARTS: props.starts }),
    SIGMA_LAMBDA_TENANT: props.tenant,
    SIGMA_LAMBDA_TENANTS: JSON.stringify(props.tenants ?? [props.tenant]),
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(props.joinGraceSeconds),
    ...alertTerms(props.alerts),
    POWERTOOLS_SERVICE_NAME: 'settle',
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(scope),
    POWERTOOLS_LOG_LEVEL: props.logging.level,
    NODE_OPTIONS: '--disallow-code-generation-from-strings',
  };
}
