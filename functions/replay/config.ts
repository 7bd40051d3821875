// Environment → the replay function's configuration: what all functions are told, where findings are kept, and who is told.

import {
  type DeploymentConfig,
  type Environment,
  parseDeployment,
  refuse,
} from '../shared/deployment.ts';
import { type KeepingConfig, parseKeeping } from '../shared/keeping.ts';
import { parseTelling, type TellingConfig } from '../shared/telling.ts';
import { parseTenants, type TenantsConfig } from '../shared/tenants.ts';

/** The function's configuration. */
export interface ReplayConfig
  extends DeploymentConfig,
    KeepingConfig,
    TellingConfig,
    TenantsConfig {
  /** `SIGMA_LAMBDA_REPLAY_CONCURRENCY`: batches read at once, at most, whatever a run asks for. @default 20 */
  readonly maxConcurrency: number;
}

/** The configuration of this process. */
export function readConfig(): ReplayConfig {
  return parseReplayConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseReplayConfig(env: Environment): ReplayConfig {
  return {
    ...parseDeployment(env),
    ...parseKeeping(env),
    ...parseTelling(env),
    ...parseTenants(env),
    maxConcurrency: parseConcurrency(env['SIGMA_LAMBDA_REPLAY_CONCURRENCY'] ?? '20'),
  };
}

function parseConcurrency(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  return refuse('SIGMA_LAMBDA_REPLAY_CONCURRENCY', text, 'a whole number from 1 to 9999');
}
