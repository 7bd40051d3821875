// The scan function: whatever delivered it, objects are scanned and findings published, or the delivery fails.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from './config.ts';
import { parseDelivery } from './events/parse.ts';
import { type Invocation, objectTime } from './object-time.ts';
import { respond } from './respond.ts';
import { scanDelivery } from './scan-delivery.ts';
import { Telemetry } from './telemetry.ts';
import { wireScan } from './wiring.ts';

/** Kept for publishing what was found and for answering, when reading stops for want of time. */
const RESERVE_MS = 15_000;

const config = readConfig();
const telemetry = new Telemetry();
const scan = wireScan(config, telemetry);

async function handle(event: unknown, context: Context) {
  const delivery = parseDelivery(event);
  const budgetMs = Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MS);
  const signal = AbortSignal.timeout(budgetMs);
  const invocation: Invocation = {
    remainingMs: () => context.getRemainingTimeInMillis(),
    signal,
    reserveMs: RESERVE_MS,
    canGoOn: config.queueUrl !== undefined,
  };
  const outcomes = await scanDelivery(delivery, {
    scan: (request, left) => scan(request, { signal, time: objectTime(invocation, left) }),
    acknowledge: (reason) => telemetry.passed('-', reason),
    fault: (message) => telemetry.logger.error('notification unreadable', { reason: message }),
    crashed: (thrown) => telemetry.crashed(thrown),
    hasTime: () => !signal.aborted,
  });
  telemetry.ofSources.publish();
  for (const { id, failure } of outcomes) if (failure !== undefined) telemetry.failed(id, failure);
  return respond(delivery, outcomes);
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: false }))
  .handler(handle);
