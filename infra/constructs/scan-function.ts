// A bundle, buckets and a topic → the function that scans new objects.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { CANARY_TENANT } from '../../src/model/index.ts';
import type { AlertsConfig } from '../alerts-config.ts';
import type { LoggingConfig } from '../config.ts';
import { acknowledge } from '../nag.ts';
import { alertTerms } from './alert-terms.ts';
import type { Keeping } from './keeping.ts';
import { metricsNamespace } from './own-metric.ts';
import { ScanRole } from './scan-role.ts';
import type { SegmentBucket } from './segment-bucket.ts';
import type { StateTable } from './state-table.ts';
import type { WatchedBucket } from './watched-bucket.ts';

/**
 * Longest run. Short, because a message of a killed run is hidden for six times as long before it is tried again.
 */
export const SCAN_TIMEOUT = Duration.seconds(150);
/** MB that come with exactly one vCPU: a scan is one thread, and more would idle. */
export const SCAN_MEMORY_MB = 1769;

/** What a {@link ScanFunction} is made from. */
export interface ScanFunctionProps {
  readonly buckets: readonly WatchedBucket[];
  readonly topic: ITopic;
  readonly state: StateTable;
  readonly keeping: Keeping;
  /** Where starts wait in files. @default in the state table */
  readonly segments?: SegmentBucket | undefined;
  readonly tenant: string;
  readonly joinGraceSeconds: number;
  readonly alerts: AlertsConfig;
  readonly logging: LoggingConfig;
  /** Physical name of its role, where somebody else's policy is to name it. @default CloudFormation's */
  readonly roleName?: string;
  /** Folder of the bundle, `index.mjs` and nothing else: `npm run build` makes it. */
  readonly codeDirectory: string;
}

/** The scan function with its role and log group. Its environment is read by functions/scan/config.ts. */
export class ScanFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: ScanRole;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ScanFunctionProps) {
    super(scope, id);
    const { buckets, topic, state, keeping, logging } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = new ScanRole(this, 'Role', {
      ...{ buckets, topic, state, logGroup: this.logGroup },
      ...(props.roleName === undefined ? {} : { roleName: props.roleName }),
    });
    keeping.grantWrite(this.role.role, 'findings', 'evidence', 'quarantine');
    props.segments?.grantWrite(this.role.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Scans new EDR log objects with Sigma rules and publishes alerts',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: SCAN_MEMORY_MB,
      timeout: SCAN_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: environmentOf(this, props),
      role: this.role.role,
      logGroup: this.logGroup,
    });
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'What fails ends in the trigger’s failure queue: by the source queue’s redrive, or as the destination of failed ' +
        'asynchronous invocations, which says why and so replaces the older DeadLetterConfig.',
    );
    acknowledge(
      this,
      'Serverless-LambdaTracing',
      'X-Ray needs two actions on every resource, and without a tracer in the bundle shows only the duration, which ' +
        'Lambda’s metrics have.',
    );
  }
}

/**
 * - `SIGMA_LAMBDA_TOPIC_ARN`: where alerts are published
 * - `SIGMA_LAMBDA_SOURCES`: JSON, what may be read ({@link sourcesOf})
 * - `SIGMA_LAMBDA_STATE_TABLE`: name of the table that keeps what outlives a scan
 * - what {@link Keeping} has
 * - what {@link SegmentBucket} has, where starts are kept in files
 * - `SIGMA_LAMBDA_TENANT`: part of every finding's id
 * - `SIGMA_LAMBDA_JOIN_GRACE_SECONDS`: how long a connection waits for what other objects say of its process
 * - what {@link alertTerms} has
 * - `POWERTOOLS_*`: name and namespace of logs and metrics, and the least level that is logged
 * - `NODE_OPTIONS`: no code from text, whatever rules and logs hold
 */
function environmentOf(scope: Construct, props: ScanFunctionProps): Record<string, string> {
  return {
    SIGMA_LAMBDA_TOPIC_ARN: props.topic.topicArn,
    SIGMA_LAMBDA_SOURCES: Stack.of(scope).toJsonString(props.buckets.flatMap(sourcesOf)),
    SIGMA_LAMBDA_STATE_TABLE: props.state.table.tableName,
    ...props.keeping.environment,
    ...props.segments?.environment,
    SIGMA_LAMBDA_TENANT: props.tenant,
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(props.joinGraceSeconds),
    ...alertTerms(props.alerts),
    POWERTOOLS_SERVICE_NAME: 'scan',
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(scope),
    POWERTOOLS_LOG_LEVEL: props.logging.level,
    NODE_OPTIONS: '--disallow-code-generation-from-strings',
  };
}

/** An entry of the buckets as the function is told it; what is not said is left out. */
function sourcesOf({ bucketName, owner, entries }: WatchedBucket) {
  return entries.map(({ prefixes, suffix, source, tenant }) => ({
    bucket: bucketName,
    prefixes,
    owner,
    ...(suffix === undefined ? {} : { suffix }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(source === undefined ? {} : { source }),
    ...(tenant === CANARY_TENANT ? { origin: 'canary' } : {}),
  }));
}
