// Environment → the configuration of an FDR feed's function. A wrong value stops the function at init.

import { parseJson } from '../../src/model/index.ts';
import { parseConfig, type ScanConfig } from '../scan/config.ts';
import { asObject, ownText } from '../scan/events/guards.ts';
import { type Environment, isQueueUrl, parseQueueUrl, refuse } from '../shared/deployment.ts';

/** A feed of Falcon Data Replicator: CrowdStrike's queue, and the secret with the key of that and of the bucket. */
export interface FdrFeed {
  readonly queueUrl: string;
  /** Of queue and bucket. */
  readonly region: string;
  /** Its text is `{"accessKeyId", "secretAccessKey"}`. */
  readonly secretArn: string;
}

/**
 * The function's configuration: the scan function's, and what reads the feed. `SIGMA_LAMBDA_SOURCES` has entries of CrowdStrike's
 * bucket alone.
 */
export interface FdrConfig extends ScanConfig {
  /** `SIGMA_LAMBDA_FDR`: JSON, `{"queueUrl", "region", "secretArn"}`. */
  readonly feed: FdrFeed;
  /** CrowdStrike's. */
  readonly bucket: string;
  /** `SIGMA_LAMBDA_QUEUE_URL`: our own queue: the rest of large files, and manifests that were sent back. */
  readonly queueUrl: string;
  /** `SIGMA_LAMBDA_FAILURE_QUEUE_URL`: our own: manifests that were given up. */
  readonly failureQueueUrl: string;
}

const FDR = 'SIGMA_LAMBDA_FDR';
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]{1,512}$/;

/** The configuration of this process. */
export function readConfig(): FdrConfig {
  return parseFdrConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseFdrConfig(env: Environment): FdrConfig {
  const config = parseConfig(env);
  const [bucket, ...others] = new Set(config.sources.map((source) => source.bucket));
  if (bucket === undefined || others.length > 0) {
    return refuse('SIGMA_LAMBDA_SOURCES', env['SIGMA_LAMBDA_SOURCES'] ?? '', 'one bucket');
  }
  return {
    ...config,
    bucket,
    feed: parseFeed(env[FDR] ?? ''),
    queueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_QUEUE_URL'),
    failureQueueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_FAILURE_QUEUE_URL'),
  };
}

function parseFeed(text: string): FdrFeed {
  const value = asObject(parseJson(text));
  const member = (name: string, isOne: (found: string) => boolean, expected: string): string => {
    const found = ownText(value, name) ?? '';
    return isOne(found) ? found : refuse(FDR, text, `${expected} under "${name}"`);
  };
  return {
    queueUrl: member('queueUrl', isQueueUrl, 'the URL of an SQS queue'),
    region: member('region', (found) => REGION.test(found), 'an AWS region'),
    secretArn: member('secretArn', (found) => SECRET_ARN.test(found), 'the ARN of a secret'),
  };
}
