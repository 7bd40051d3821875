// The function of an FDR feed: invoked every minute, it works off what CrowdStrike's queue has, or the run fails.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from './config.ts';
import { FdrTelemetry } from './telemetry.ts';
import { wireFdr } from './wiring.ts';

const telemetry = new FdrTelemetry();
const poll = wireFdr(readConfig(), telemetry);

/** A run that fails throws: Lambda counts the error, and the next minute tries again. */
async function handle(_event: unknown, context: Context): Promise<void> {
  try {
    await poll(() => context.getRemainingTimeInMillis());
  } catch (thrown) {
    telemetry.runFailed(thrown);
    throw thrown;
  } finally {
    telemetry.scan.ofSources.publish();
  }
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(injectLambdaContext(telemetry.scan.logger))
  .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: false }))
  .use(logMetrics(telemetry.scan.metrics, { throwOnEmptyMetrics: false }))
  .handler(handle);
