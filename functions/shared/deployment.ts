// Environment → what all functions of a deployment are told. A wrong value stops a function at init.

import { isCanary, TENANT_NAME } from '../../src/model/index.ts';
import { MAX_WAIT_MS } from '../../src/ports/index.ts';

/** Environment variables as they are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What all functions are told. */
export interface DeploymentConfig {
  /** `SIGMA_LAMBDA_TOPIC_ARN`: where alerts are published. */
  readonly topicArn: string;
  /** `SIGMA_LAMBDA_STATE_TABLE`: the table that keeps what outlives a scan. */
  readonly stateTable: string;
  /** `SIGMA_LAMBDA_TENANT`: of whatever names no other. @default "default" */
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

/** Reads what all functions are told. */
export function parseDeployment(env: Environment): DeploymentConfig {
  const topicArn = parseTopic(env, 'SIGMA_LAMBDA_TOPIC_ARN');
  const stateTable = parseStateTable(env);
  const tenant = parseTenant(env);
  const joinGraceSeconds = parseGrace(env['SIGMA_LAMBDA_JOIN_GRACE_SECONDS'] ?? '900');
  return { topicArn, stateTable, tenant, joinGraceSeconds };
}

/** Reads `SIGMA_LAMBDA_STATE_TABLE`. */
export function parseStateTable(env: Environment): string {
  const table = env['SIGMA_LAMBDA_STATE_TABLE'] ?? '';
  if (TABLE.test(table)) return table;
  return refuse('SIGMA_LAMBDA_STATE_TABLE', table, 'the name of a DynamoDB table');
}

/** Reads `SIGMA_LAMBDA_TENANT`. */
export function parseTenant(env: Environment): string {
  const tenant = env['SIGMA_LAMBDA_TENANT'] ?? 'default';
  return isTenant(tenant) ? tenant : refuse('SIGMA_LAMBDA_TENANT', tenant, TENANT_EXPECTED);
}

/** What a tenant of a site is called, in words. */
export const TENANT_EXPECTED = '1-64 letters, digits, . _ -, and not "canary", which is ours';

/** True for what a site may call a tenant. */
export function isTenant(value: unknown): value is string {
  return typeof value === 'string' && TENANT_NAME.test(value) && !isCanary(value);
}

/** Reads a variable that names a topic. */
export function parseTopic(env: Environment, name: string): string {
  const arn = env[name] ?? '';
  return isTopicArn(arn) ? arn : refuse(name, arn, 'an SNS topic ARN');
}

/** True for the ARN of a topic. */
export function isTopicArn(text: string): boolean {
  return TOPIC_ARN.test(text);
}

/** Reads a variable that names a queue. */
export function parseQueueUrl(env: Environment, name: string): string {
  const url = env[name] ?? '';
  return isQueueUrl(url) ? url : refuse(name, url, 'the URL of an SQS queue');
}

/** True for the URL of a queue. */
export function isQueueUrl(text: string): boolean {
  return QUEUE_URL.test(text);
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
  if (env['SIGMA_LAMBDA_QUEUE_URL'] === undefined) return {};
  return { queueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_QUEUE_URL') };
}

/** Throws {@link ConfigError}: what is wrong, what was found, what is expected. */
export function refuse(name: string, found: string, expected: string): never {
  throw new ConfigError(`${name} is ${JSON.stringify(found)}; expected ${expected}`);
}
