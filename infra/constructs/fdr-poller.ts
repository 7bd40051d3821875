// A feed of Falcon Data Replicator, which is CrowdStrike's queue and bucket → the function that every minute reads it, by the keys
// of a secret.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlertsConfig } from '../alerts-config.ts';
import type { Watched } from '../buckets-config.ts';
import type { LoggingConfig } from '../config.ts';
import { alertTerms } from './alert-terms.ts';
import { FdrQueues } from './fdr-queues.ts';
import { FdrRole } from './fdr-role.ts';
import type { Keeping } from './keeping.ts';
import { metricsNamespace } from './own-metric.ts';
import { SCAN_MEMORY_MB } from './scan-function.ts';
import { answerForSchedule, schedule } from './schedule.ts';
import type { SegmentBucket } from './segment-bucket.ts';
import type { StateTable } from './state-table.ts';

/**
 * Longest run. Shorter than what a run has in hand is leased for (functions/shared/outbox.ts), and than a message is hidden
 * (functions/fdr/wiring.ts): 300 s both. With a start a minute at most four runs are under way at once.
 */
export const FDR_TIMEOUT = Duration.seconds(240);
const EVERY_MINUTE = 'rate(1 minute)';

/** A feed, as the Falcon console gives it. */
export interface FdrFeed {
  /** Name of CrowdStrike's bucket. */
  readonly name: string;
  readonly queueUrl: string;
  /** Of queue and bucket. */
  readonly region: string;
  /** The whole ARN, with its last six characters. The text is `{"accessKeyId", "secretAccessKey"}`. */
  readonly secretArn: string;
  /** What of the bucket is scanned, and whose logs those are. */
  readonly entries: readonly Watched[];
}

/** What a {@link FdrPoller} is made from. */
export interface FdrPollerProps {
  readonly feed: FdrFeed;
  readonly state: StateTable;
  readonly keeping: Keeping;
  /** Where starts wait in files. @default in the state table */
  readonly segments?: SegmentBucket | undefined;
  readonly topic: ITopic;
  readonly tenant: string;
  readonly joinGraceSeconds: number;
  readonly alerts: AlertsConfig;
  readonly logging: LoggingConfig;
  /** Folder of the bundle, `index.mjs` and nothing else: `npm run build` makes it. */
  readonly codeDirectory: string;
}

/**
 * The function with its role, log group, schedule and queues. Nothing of it may be reserved: an account whose quota is 10 takes
 * no reserved concurrency, and the schedule and the time-out bound it.
 */
export class FdrPoller extends Construct {
  readonly function: LambdaFunction;
  readonly role: FdrRole;
  readonly queues: FdrQueues;

  constructor(scope: Construct, id: string, props: FdrPollerProps) {
    super(scope, id);
    const { feed, state, topic, keeping, logging } = props;
    this.queues = new FdrQueues(this, 'Queues');
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { queues } = this;
    const { secretArn } = feed;
    this.role = new FdrRole(this, 'Role', { secretArn, state, topic, queues, logGroup });
    keeping.grantWrite(this.role.role, 'findings', 'evidence', 'quarantine');
    props.segments?.grantWrite(this.role.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: `Scans what CrowdStrike delivers to ${feed.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: SCAN_MEMORY_MB,
      timeout: FDR_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: environmentOf(this, props, queues),
      role: this.role.role,
      logGroup,
      // The next minute is the retry; a start that waited for its turn is one that the next minute has made needless.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
    });
    schedule(this, 'EveryMinute', {
      invokes: this.function,
      targetId: 'Poll',
      expression: EVERY_MINUTE,
      description: 'Invokes the function that reads a feed of CrowdStrike',
    });
    answerForSchedule(
      this,
      'A run that failed, or was not begun, has nothing that the next minute would not find in the queues again.',
    );
  }
}

/**
 * - `SIGMA_LAMBDA_FDR`: JSON, the feed: `queueUrl`, `region`, `secretArn`
 * - `SIGMA_LAMBDA_SOURCES`: JSON, CrowdStrike's bucket, and which of its keys are scanned
 * - `SIGMA_LAMBDA_QUEUE_URL`, `SIGMA_LAMBDA_FAILURE_QUEUE_URL`: our own queues
 * - the rest as of the scan function
 */
function environmentOf(
  scope: Construct,
  props: FdrPollerProps,
  { own, failures }: FdrQueues,
): Record<string, string> {
  const { name: bucket, queueUrl, region, secretArn, entries } = props.feed;
  const toJsonString = (value: unknown) => Stack.of(scope).toJsonString(value);
  const sources = entries.map(({ prefixes, suffix, tenant, source }) => ({
    bucket,
    prefixes,
    ...(suffix === undefined ? {} : { suffix }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(source === undefined ? {} : { source }),
  }));
  return {
    SIGMA_LAMBDA_FDR: toJsonString({ queueUrl, region, secretArn }),
    SIGMA_LAMBDA_SOURCES: toJsonString(sources),
    SIGMA_LAMBDA_QUEUE_URL: own.queueUrl,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: failures.queue.queueUrl,
    SIGMA_LAMBDA_TOPIC_ARN: props.topic.topicArn,
    SIGMA_LAMBDA_STATE_TABLE: props.state.table.tableName,
    ...props.keeping.environment,
    ...props.segments?.environment,
    SIGMA_LAMBDA_TENANT: props.tenant,
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(props.joinGraceSeconds),
    ...alertTerms(props.alerts),
    POWERTOOLS_SERVICE_NAME: 'fdr',
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(scope),
    POWERTOOLS_LOG_LEVEL: props.logging.level,
    NODE_OPTIONS: '--disallow-code-generation-from-strings',
  };
}
