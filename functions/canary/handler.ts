// The canary: every 15 minutes it puts an object that must raise an alert, and looks whether the alert came.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import {
  createS3Archive,
  createS3WriteClient,
  createSqsArrivals,
  createSqsClient,
} from '../../src/adapters/aws/index.ts';
import { readConfig } from './config.ts';
import { runCanary } from './run.ts';
import { CanaryTelemetry } from './telemetry.ts';

/** Of its minute: whoever has not come by then is found by the next run, and costs nothing more. */
const RESERVE_MS = 25_000;

const { bucket, bucketOwner: expectedBucketOwner, queueUrl } = readConfig();
const telemetry = new CanaryTelemetry();
const parts = {
  bucket: createS3Archive(createS3WriteClient(), { bucket, expectedBucketOwner }),
  queue: createSqsArrivals(createSqsClient(), queueUrl),
  clock: { nowMs: () => Date.now() },
  newId: () => globalThis.crypto.randomUUID(),
  watch: telemetry,
};

/** A run that fails throws: Lambda counts the error, and the next run is the retry. */
async function handle(_event: unknown, context: Context): Promise<void> {
  await runCanary({ ...parts, hasTime: () => context.getRemainingTimeInMillis() > RESERVE_MS });
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(logMetrics(telemetry.metrics, { throwOnEmptyMetrics: false }))
  .handler(handle);
