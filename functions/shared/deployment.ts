// Environment → what all functions of a deployment are told. A wrong value stops a function at init.

import { MAX_WAIT_MS } from '../../src/ports/index.ts';

/** Environment variables as they are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What all functions are told. */
export interface DeploymentConfig {
  /** `SIGMA_LAMBDA_TOPIC_ARN`: where findings are published. */
  readonly topicArn: string;
  /** `SIGMA_LAMBDA_STATE_TABLE`: the table that keeps what outlives a scan. */
  readonly stateTable: string;
  /** `SIGMA_LAMBDA_TENANT`. @default "default" */
  readonly tenant: string;
  /**
   * `SIGMA_LAMBDA_JOIN_GRACE_SECONDS`: how long a connection waits for what other objects say of its process. 0 = no
   * connection waits, and no start is kept.
   * @default 900
   */
  readonly joinGraceSeconds: number;
}

/** What functions are told of the queue that feeds the scan function; nothing with the direct trigger. */
export interface QueueConfig {
  /** `SIGMA_LAMBDA_QUEUE_URL`: the source queue, where the rest of large objects goes. @default none */
  readonly queueUrl?: string;
}

/** A variable that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/;
const TABLE = /^[\w.-]{3,255}$/;
const QUEUE_URL = /^https?:\/\/[\w.:-]+\/\d{12}\/[\w-]{1,80}$/;
/** Partial matches are kept for those who wait as long. */
const MAX_GRACE_SECONDS = MAX_WAIT_MS / 1_000;
const TENANT = /^[\w.-]{1,64}$/;

/** Reads what all functions are told. */
export function parseDeployment(env: Environment): DeploymentConfig {
  const topicArn = env['SIGMA_LAMBDA_TOPIC_ARN'] ?? '';
  if (!TOPIC_ARN.test(topicArn)) refuse('SIGMA_LAMBDA_TOPIC_ARN', topicArn, 'an SNS topic ARN');
  const stateTable = env['SIGMA_LAMBDA_STATE_TABLE'] ?? '';
  if (!TABLE.test(stateTable)) {
    refuse('SIGMA_LAMBDA_STATE_TABLE', stateTable, 'the name of a DynamoDB table');
  }
  const tenant = env['SIGMA_LAMBDA_TENANT'] ?? 'default';
  if (!TENANT.test(tenant)) refuse('SIGMA_LAMBDA_TENANT', tenant, '1-64 letters, digits, . _ -');
  const joinGraceSeconds = parseGrace(env['SIGMA_LAMBDA_JOIN_GRACE_SECONDS'] ?? '900');
  return { topicArn, stateTable, tenant, joinGraceSeconds };
}

/** Starts are kept for a day: who waits longer waits for little more. */
function parseGrace(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_GRACE_SECONDS) return seconds;
  return refuse(
    'SIGMA_LAMBDA_JOIN_GRACE_SECONDS',
    text,
    `a whole number of seconds, 0-${MAX_GRACE_SECONDS}`,
  );
}

/** Reads what functions are told of the source queue. */
export function parseQueue(env: Environment): QueueConfig {
  const queueUrl = env['SIGMA_LAMBDA_QUEUE_URL'];
  if (queueUrl === undefined) return {};
  if (!QUEUE_URL.test(queueUrl)) {
    refuse('SIGMA_LAMBDA_QUEUE_URL', queueUrl, 'the URL of an SQS queue');
  }
  return { queueUrl };
}

/** Throws {@link ConfigError}: what is wrong, what was found, what is expected. */
export function refuse(name: string, found: string, expected: string): never {
  throw new ConfigError(`${name} is ${JSON.stringify(found)}; expected ${expected}`);
}
