// Environment → typed configuration, parsed once at the cold start. A wrong value stops the function at init.

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
export interface ScanConfig {
  /** `SIGMA_LAMBDA_TOPIC_ARN`: where findings are published. */
  readonly topicArn: string;
  /** `SIGMA_LAMBDA_SOURCES`: JSON, `[{"bucket": "…", "prefixes": ["…"], "owner": "123456789012"}]`. */
  readonly sources: readonly ScanSource[];
  /** `SIGMA_LAMBDA_TENANT`. @default "default" */
  readonly tenant: string;
}

/** A variable that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/;
const ACCOUNT = /^\d{12}$/;
const TENANT = /^[\w.-]{1,64}$/;

/** The configuration of this process. */
export function readConfig(): ScanConfig {
  return parseConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ScanConfig {
  const topicArn = env['SIGMA_LAMBDA_TOPIC_ARN'] ?? '';
  if (!TOPIC_ARN.test(topicArn)) refuse('SIGMA_LAMBDA_TOPIC_ARN', topicArn, 'an SNS topic ARN');
  const tenant = env['SIGMA_LAMBDA_TENANT'] ?? 'default';
  if (!TENANT.test(tenant)) refuse('SIGMA_LAMBDA_TENANT', tenant, '1-64 letters, digits, . _ -');
  return { topicArn, tenant, sources: parseSources(env['SIGMA_LAMBDA_SOURCES'] ?? '') };
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function refuse(name: string, found: string, expected: string): never {
  throw new ConfigError(`${name} is ${JSON.stringify(found)}; expected ${expected}`);
}
