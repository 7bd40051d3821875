// The settle function: invoked every minute, it does what no scan comes back to do.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from './config.ts';
import { SettleTelemetry } from './telemetry.ts';
import { wireSettle } from './wiring.ts';

/** Kept for ending what was begun: one publish may take that long with all its attempts. */
const RESERVE_MS = 20_000;

const telemetry = new SettleTelemetry();
const settleNow = wireSettle(readConfig(), {
  backlogUnknown: (error) => telemetry.backlogUnknown(error),
  segmentBroken: (key, reason) => telemetry.segmentBroken(key, reason),
});

/** A run that fails throws: Lambda counts the error, and the next minute tries again. */
async function handle(_event: unknown, context: Context): Promise<void> {
  const hasTime = () => context.getRemainingTimeInMillis() > RESERVE_MS;
  telemetry.settled(await settleNow(hasTime));
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: false }))
  .handler(handle);
