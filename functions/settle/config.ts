// Environment → the settle function's configuration: what all functions are told, where findings are kept, and of the
// queue that feeds the scans.

import {
  type DeploymentConfig,
  type Environment,
  parseDeployment,
  parseQueue,
  type QueueConfig,
  refuse,
} from '../shared/deployment.ts';
import { type KeepingConfig, parseKeeping } from '../shared/keeping.ts';
import { parseSegments, type SegmentsConfig } from '../shared/segments.ts';
import { parseTelling, type TellingConfig } from '../shared/telling.ts';
import { parseTenants, type TenantsConfig } from '../shared/tenants.ts';

/** The function's configuration. */
export interface SettleConfig
  extends DeploymentConfig,
    QueueConfig,
    KeepingConfig,
    TellingConfig,
    SegmentsConfig,
    TenantsConfig {
  /** `SIGMA_LAMBDA_QUEUE_ROUND`: messages that the scans take at once; more that wait are a backlog. With a queue only. */
  readonly roundSize?: number;
  /** `SIGMA_LAMBDA_STARTS`: `table` where scans keep nothing in files, which settle then empties. @default `segments` */
  readonly starts: 'segments' | 'table';
}

/** The configuration of this process. */
export function readConfig(): SettleConfig {
  return parseSettleConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseSettleConfig(env: Environment): SettleConfig {
  const config = {
    ...parseDeployment(env),
    ...parseKeeping(env),
    ...parseQueue(env),
    ...parseSegments(env),
    ...parseTelling(env),
    ...parseTenants(env),
    starts: parseStarts(env),
  };
  if (config.queueUrl === undefined) return config;
  const text = env['SIGMA_LAMBDA_QUEUE_ROUND'] ?? '';
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    refuse('SIGMA_LAMBDA_QUEUE_ROUND', text, 'a whole number from 1 to 999999');
  }
  return { ...config, roundSize: Number(text) };
}

function parseStarts(env: Environment): SettleConfig['starts'] {
  const text = env['SIGMA_LAMBDA_STARTS'] ?? 'segments';
  if (text === 'segments' || text === 'table') return text;
  return refuse('SIGMA_LAMBDA_STARTS', text, 'segments or table');
}
