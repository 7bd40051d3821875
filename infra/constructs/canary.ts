// A bucket and a topic → the function that puts an attack of its own there every 15 minutes, and looks whether its alert comes.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { LoggingConfig } from '../config.ts';
import { acknowledge, printedByNag } from '../nag.ts';
import { CanaryQueue } from './canary-queue.ts';
import type { FailureQueue } from './failure-queue.ts';
import { metricsNamespace } from './own-metric.ts';
import { answerForSchedule, schedule } from './schedule.ts';
import { objectArns, type WatchedBucket } from './watched-bucket.ts';

/** One run: an object put, and half a minute in which its alert comes as a rule. */
export const CANARY_TIMEOUT = Duration.seconds(60);
/** How often it runs. */
export const CANARY_PERIOD = Duration.minutes(15);
/** MB: it waits, most of the time. */
const CANARY_MEMORY_MB = 256;

/** What a {@link Canary} is made from. */
export interface CanaryProps {
  /** Feeds the source queue as log buckets do. */
  readonly bucket: WatchedBucket;
  /** Topic of alerts. */
  readonly topic: ITopic;
  readonly logging: LoggingConfig;
  /** Folder of the bundle, `index.mjs` and nothing else: `npm run build` makes it. */
  readonly codeDirectory: string;
}

/**
 * The canary with its queue, role, log group and schedule; in no VPC. Its environment is read by functions/canary/config.ts.
 * Its role allows
 *
 * - `s3:PutObject` on the keys of its bucket that are watched
 * - `sqs:ReceiveMessage`, `sqs:DeleteMessage` on its queue
 * - `logs:CreateLogStream`, `logs:PutLogEvents` on its own log group
 */
export class Canary extends Construct {
  readonly function: LambdaFunction;
  readonly source: CanaryQueue;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { bucket, topic, logging } = props;
    this.source = new CanaryQueue(this, 'Source', topic);
    this.failures = this.source.failures;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Puts a synthetic attack into its bucket, and looks whether its alert comes',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: CANARY_MEMORY_MB,
      timeout: CANARY_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: {
        SIGMA_LAMBDA_CANARY_BUCKET: bucket.bucketName,
        SIGMA_LAMBDA_BUCKET_OWNER: bucket.owner,
        SIGMA_LAMBDA_QUEUE_URL: this.source.queue.queueUrl,
        POWERTOOLS_SERVICE_NAME: 'canary',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this),
        POWERTOOLS_LOG_LEVEL: logging.level,
        NODE_OPTIONS: '--disallow-code-generation-from-strings',
      },
      role: this.#createRole(bucket, logGroup),
      logGroup,
      // The next run is the retry.
      retryAttempts: 0,
    });
    schedule(this, 'Schedule', {
      invokes: this.function,
      targetId: 'Canary',
      expression: `rate(${CANARY_PERIOD.toMinutes()} minutes)`,
      description: 'Invokes the canary',
    });
    this.#answer(bucket);
  }

  #createRole(bucket: WatchedBucket, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Puts synthetic objects, sees their alerts',
    });
    const allow = (sid: string, actions: readonly string[], resources: readonly string[]) =>
      role.addToPolicy(
        new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }),
      );
    allow('PutCanaries', ['s3:PutObject'], objectArns(bucket));
    allow(
      'SeeOwnAlerts',
      ['sqs:DeleteMessage', 'sqs:ReceiveMessage'],
      [this.source.queue.queueArn],
    );
    allow('WriteOwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    return role;
  }

  #answer(bucket: WatchedBucket): void {
    answerForSchedule(this, 'A run that failed is told by its alert that does not come.');
    for (const arn of objectArns(bucket)) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${printedByNag(arn)}]`,
        'Each object has a key of its own; the wildcard stands only behind the prefix.',
      );
    }
  }
}
