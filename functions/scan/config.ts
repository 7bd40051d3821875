// Environment → typed configuration, parsed once at the cold start. A wrong value stops the function at init.

import { parseJson } from '../../src/model/index.ts';
import {
  type DeploymentConfig,
  type Environment,
  parseDeployment,
  parseQueue,
  type QueueConfig,
  refuse,
} from '../shared/deployment.ts';
import { type KeepingConfig, parseKeeping } from '../shared/keeping.ts';
import { parseTelling, type TellingConfig } from '../shared/telling.ts';
import { asObject, ownArray, ownText } from './events/guards.ts';

/** A bucket the function may read, and where in it. */
export interface ScanSource {
  readonly bucket: string;
  /** Keys begin with one of them; an empty list means the whole bucket. */
  readonly prefixes: readonly string[];
  /** Account that must own the bucket: a deleted and re-registered name is then refused by S3. */
  readonly owner?: string;
}

/** The function's configuration. */
export interface ScanConfig extends DeploymentConfig, QueueConfig, KeepingConfig, TellingConfig {
  /** `SIGMA_LAMBDA_SOURCES`: JSON, `[{"bucket": "…", "prefixes": ["…"], "owner": "123456789012"}]`. */
  readonly sources: readonly ScanSource[];
}

const ACCOUNT = /^\d{12}$/;

/** The configuration of this process. */
export function readConfig(): ScanConfig {
  return parseConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseConfig(env: Environment): ScanConfig {
  const sources = parseSources(env['SIGMA_LAMBDA_SOURCES'] ?? '');
  return {
    ...parseDeployment(env),
    ...parseKeeping(env),
    ...parseQueue(env),
    ...parseTelling(env),
    sources,
  };
}

function parseSources(text: string): readonly ScanSource[] {
  const value = ownArray({ sources: parseJson(text) }, 'sources');
  if (value === undefined || value.length === 0) {
    return refuse('SIGMA_LAMBDA_SOURCES', text, 'a JSON list with at least one {"bucket": …}');
  }
  return value.map((item) => parseSource(item, text));
}

function parseSource(value: unknown, text: string): ScanSource {
  const source = asObject(value);
  const bucket = ownText(source, 'bucket');
  const prefixes = ownArray(source, 'prefixes') ?? [];
  const owner = ownText(source, 'owner');
  if (bucket === undefined) return refuse('SIGMA_LAMBDA_SOURCES', text, '"bucket" in every source');
  if (!prefixes.every((prefix) => typeof prefix === 'string')) {
    return refuse('SIGMA_LAMBDA_SOURCES', text, 'texts in "prefixes"');
  }
  if (owner !== undefined && !ACCOUNT.test(owner)) {
    return refuse('SIGMA_LAMBDA_SOURCES', text, 'a 12-digit account in "owner"');
  }
  return { bucket, prefixes, ...(owner === undefined ? {} : { owner }) };
}
