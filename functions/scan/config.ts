// Environment → typed configuration, parsed once at the cold start. A wrong value stops the function at init.

import {
  type DeploymentConfig,
  type Environment,
  parseDeployment,
  parseQueue,
  type QueueConfig,
} from '../shared/deployment.ts';
import { type KeepingConfig, parseKeeping } from '../shared/keeping.ts';
import { parseSegments, type SegmentsConfig } from '../shared/segments.ts';
import { parseTelling, type TellingConfig } from '../shared/telling.ts';
import { parseSources, type ScanSource } from './source-config.ts';

/** The function's configuration. */
export interface ScanConfig
  extends DeploymentConfig,
    QueueConfig,
    KeepingConfig,
    SegmentsConfig,
    TellingConfig {
  /**
   * `SIGMA_LAMBDA_SOURCES`: JSON, `[{"bucket": "…", "prefixes": ["…"], "suffix": ".json.gz", "owner": "123456789012", "tenant":
   * "…", "source": "sysmon", "origin": "live"}]`, all but the bucket as wanted.
   */
  readonly sources: readonly ScanSource[];
}

/** The configuration of this process. */
export function readConfig(): ScanConfig {
  return parseConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseConfig(env: Environment): ScanConfig {
  const deployment = parseDeployment(env);
  return {
    ...deployment,
    ...parseKeeping(env),
    ...parseQueue(env),
    ...parseSegments(env),
    ...parseTelling(env),
    sources: parseSources(env['SIGMA_LAMBDA_SOURCES'] ?? '', deployment.tenant),
  };
}
