// The stack of this machine → the environment of each function, by the names that functions/*/config.ts read.
// test/infra/support/local-stack.ts holds it against what the template of the same function has.

import { ACCOUNT_ID } from '../../local/index.ts';
import { ARNS, BUCKETS, HOURLY_BUDGET, STATE_TABLE } from './resources.ts';

/** What differs from one run to the next. */
export interface RunSettings {
  /** `http://127.0.0.1:PORT` of S3, SNS, SQS and Secrets Manager, and of DynamoDB. */
  readonly endpoint: string;
  readonly dynamoEndpoint: string;
  /** URL of the queue that feeds the scans. */
  readonly scanQueueUrl: string;
  readonly joinGraceSeconds: number;
}

const TENANT = 'default';

/** Variables of a function. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Messages of the source queue that settle takes for no backlog. The watched folder is put no faster than it is scanned, and
 * who puts more by hand would rather see what is judged than have it held back.
 */
const NO_BACKLOG = 999_999;

/** Of the scan function. */
export function scanEnvironment(run: RunSettings): Variables {
  const source = { bucket: BUCKETS.logs, prefixes: [], owner: ACCOUNT_ID };
  return {
    ...deployment(run),
    SIGMA_LAMBDA_SOURCES: JSON.stringify([source]),
    SIGMA_LAMBDA_QUEUE_URL: run.scanQueueUrl,
    ...powertools('scan'),
  };
}

/** Of the settle function. */
export function settleEnvironment(run: RunSettings): Variables {
  return {
    ...deployment(run),
    SIGMA_LAMBDA_TENANTS: JSON.stringify([TENANT]),
    SIGMA_LAMBDA_QUEUE_URL: run.scanQueueUrl,
    SIGMA_LAMBDA_QUEUE_ROUND: String(NO_BACKLOG),
    ...powertools('settle'),
  };
}

/** A destination's own. */
export interface NotifySettings {
  readonly destination: {
    readonly kind: 'slack' | 'pagerduty';
    readonly name: string;
    readonly secretArn: string;
  };
  readonly queueUrl: string;
  readonly failuresUrl: string;
  /** Whether it posts to this machine, which no other destination may be led to. */
  readonly isLoopback: boolean;
}

/** Of the function of one destination. */
export function notifyEnvironment(run: RunSettings, notify: NotifySettings): Variables {
  return {
    ...endpoints(run),
    SIGMA_LAMBDA_DESTINATION: JSON.stringify(notify.destination),
    SIGMA_LAMBDA_STATE_TABLE: STATE_TABLE,
    SIGMA_LAMBDA_TENANT: TENANT,
    SIGMA_LAMBDA_TENANTS: JSON.stringify([TENANT]),
    SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: ARNS.operations,
    SIGMA_LAMBDA_QUEUE_URL: notify.queueUrl,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: notify.failuresUrl,
    ...(notify.isLoopback && { SIGMA_LAMBDA_LOOPBACK: 'allowed' }),
    ...powertools('notify'),
  };
}

function deployment(run: RunSettings): Variables {
  return {
    ...endpoints(run),
    SIGMA_LAMBDA_TOPIC_ARN: ARNS.alerts,
    SIGMA_LAMBDA_STATE_TABLE: STATE_TABLE,
    SIGMA_LAMBDA_ARCHIVE_BUCKET: BUCKETS.archive,
    SIGMA_LAMBDA_EVIDENCE_BUCKET: BUCKETS.evidence,
    SIGMA_LAMBDA_SEGMENT_BUCKET: BUCKETS.segments,
    SIGMA_LAMBDA_BUCKET_OWNER: ACCOUNT_ID,
    SIGMA_LAMBDA_TENANT: TENANT,
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(run.joinGraceSeconds),
    SIGMA_LAMBDA_HOURLY_BUDGET: String(HOURLY_BUDGET),
  };
}

/** The SDK's own variables: AWS's endpoints are not asked. */
function endpoints({ endpoint, dynamoEndpoint }: RunSettings): Variables {
  return { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_DYNAMODB: dynamoEndpoint };
}

function powertools(service: string): Variables {
  return {
    POWERTOOLS_SERVICE_NAME: service,
    POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    NODE_OPTIONS: '--disallow-code-generation-from-strings',
  };
}
