// A destination → the queue of its alerts, and the function that tells it.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type InfraConfig, notifyFunctionName } from '../config.ts';
import type { DestinationConfig } from '../destinations.ts';
import { acknowledge } from '../nag.ts';
import type { FailureQueue } from './failure-queue.ts';
import { NotifyQueue } from './notify-queue.ts';
import { NotifyRole, type NotifyTarget } from './notify-role.ts';
import { metricsNamespace } from './own-metric.ts';
import type { StateTable } from './state-table.ts';

/** One run: five posts one after the other, each with its own shorter time. */
export const NOTIFY_TIMEOUT = Duration.seconds(60);
/** MB: it renders texts and posts them. */
const NOTIFY_MEMORY_MB = 512;
/** Few, so that one that hangs holds up few. */
export const NOTIFY_BATCH_SIZE = 5;
/** The mapping's least. A destination takes a post a second or so; more at once would be told to wait. */
const NOTIFY_CONCURRENCY = 2;

/** The stack's topics. */
export interface NotifyTopics {
  readonly alerts: ITopic;
  /** For subscribers by e-mail. */
  readonly text: ITopic;
  /** For Amazon Q Developer. */
  readonly amazonQ: ITopic;
  readonly operations: ITopic;
}

/** What a {@link Notify} is made from. */
export interface NotifyProps {
  readonly destination: DestinationConfig;
  readonly config: InfraConfig;
  readonly topics: NotifyTopics;
  readonly state: StateTable;
  /** Whose alerts are told. @default the configuration's tenant alone */
  readonly tenants?: readonly string[];
  /** Folder of the bundle, `index.mjs` and nothing else: `npm run build` makes it. */
  readonly codeDirectory: string;
}

/**
 * One destination with all that is its own: a queue, so that one that is slow or refuses holds up no other, and a function
 * with a role that knows one secret ([ADR 0111](../../docs/adr/0111-one-function-a-destination.md)). Its environment is read
 * by functions/notify/config.ts.
 */
export class Notify extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly source: NotifyQueue;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, props: NotifyProps) {
    super(scope, id);
    const { destination, config, topics, state } = props;
    const { tenant, logging, stackName } = config;
    const { tenants = [tenant] } = props;
    this.source = new NotifyQueue(this, 'Source', {
      alerts: topics.alerts,
      routes: destination.routes,
      // What AWS asks for: below it a throttled poller's messages return while they are still held.
      visibilityTimeout: Duration.seconds(6 * NOTIFY_TIMEOUT.toSeconds()),
    });
    this.failures = this.source.failures;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = new NotifyRole(this, 'Role', {
      source: this.source,
      target: targetOf(destination, topics),
      operations: topics.operations,
      state,
      // Its own too, for the words to operations stand under that.
      tenants: [...new Set([tenant, ...tenants])],
      logGroup,
    }).role;
    this.function = new LambdaFunction(this, 'Function', {
      functionName: notifyFunctionName(stackName, destination.name),
      description: `Tells ${destination.name} (${destination.kind}) of alerts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: NOTIFY_MEMORY_MB,
      timeout: NOTIFY_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: environmentOf(this, props, this.source),
      role: this.role,
      logGroup,
    });
    this.#map();
    this.#answer();
  }

  /** Not CDK's SqsEventSource: it would also grant GetQueueUrl, which nothing calls. */
  #map(): void {
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: this.function,
      eventSourceArn: this.source.queue.queueArn,
      batchSize: NOTIFY_BATCH_SIZE,
      reportBatchItemFailures: true,
      maxConcurrency: NOTIFY_CONCURRENCY,
    });
    acknowledge(
      mapping,
      'Serverless-LambdaEventSourceMappingDestination',
      'For streams. A mapping of SQS takes no failure destination: the queue’s redrive policy does that.',
    );
  }

  #answer(): void {
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'Its queue alone invokes it, and what fails ends in the queue’s own DLQ.',
    );
    acknowledge(
      this,
      'Serverless-LambdaTracing',
      'As of the scan function: two actions on every resource, for a duration that Lambda’s metrics have.',
    );
  }
}

function targetOf(destination: DestinationConfig, topics: NotifyTopics): NotifyTarget {
  switch (destination.kind) {
    case 'slack':
    case 'pagerduty':
      return { kind: 'secret', secretArn: destination.secretArn };
    case 'email':
      return { kind: 'topic', topic: topics.text };
    case 'amazon-q':
      return { kind: 'topic', topic: topics.amazonQ };
  }
}

/**
 * - `SIGMA_LAMBDA_DESTINATION`: JSON, its name and kind, and where it is reached: `secretArn` (with PagerDuty's `region`), or `topicArn`
 * - `SIGMA_LAMBDA_QUEUE_URL`, `SIGMA_LAMBDA_FAILURE_QUEUE_URL`: where its alerts come from, and where it puts what it gave up
 * - `SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN`: where it says that it gave up
 * - `SIGMA_LAMBDA_STATE_TABLE`, `SIGMA_LAMBDA_TENANT`: the ledger of what was told
 * - `SIGMA_LAMBDA_TENANTS`: JSON, whose alerts are told
 * - `SIGMA_LAMBDA_RUNBOOK_URL`: the page that alerts link to, where there is one
 * - `POWERTOOLS_*`, `NODE_OPTIONS`: as of the scan function
 */
function environmentOf(
  scope: Construct,
  { destination, config, topics, state, tenants = [config.tenant] }: NotifyProps,
  { queue, failures }: NotifyQueue,
): Record<string, string> {
  const { routes: _filteredBySns, ...told } = destination;
  const target = targetOf(destination, topics);
  const reached = target.kind === 'topic' ? { topicArn: target.topic.topicArn } : {};
  const { runbookUrl } = config.alerts;
  return {
    SIGMA_LAMBDA_DESTINATION: Stack.of(scope).toJsonString({ ...told, ...reached }),
    SIGMA_LAMBDA_QUEUE_URL: queue.queueUrl,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: failures.queue.queueUrl,
    SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: topics.operations.topicArn,
    SIGMA_LAMBDA_STATE_TABLE: state.table.tableName,
    SIGMA_LAMBDA_TENANT: config.tenant,
    SIGMA_LAMBDA_TENANTS: JSON.stringify(tenants),
    ...(runbookUrl === undefined ? {} : { SIGMA_LAMBDA_RUNBOOK_URL: runbookUrl }),
    POWERTOOLS_SERVICE_NAME: 'notify',
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(scope),
    POWERTOOLS_LOG_LEVEL: config.logging.level,
    NODE_OPTIONS: '--disallow-code-generation-from-strings',
  };
}
