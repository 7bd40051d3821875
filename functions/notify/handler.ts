// The function of one destination: what its queue brings is posted once, or the message is delivered again.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from './config.ts';
import { deliverBatch } from './deliver-batch.ts';
import { isTestRequest, postTest } from './post-test.ts';
import { parseQueueMessages } from './queue-messages.ts';
import { NotifyTelemetry } from './telemetry.ts';
import { testAlert } from './test-alert.ts';
import { wireNotify } from './wiring.ts';

const config = readConfig();
const telemetry = new NotifyTelemetry();
const { deliveries, context: renderContext } = wireNotify(config, telemetry);

async function handle(event: unknown, context: Context) {
  if (isTestRequest(event)) return answerTest();
  return deliverBatch(parseQueueMessages(event), {
    ...deliveries,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
}

async function answerTest() {
  const context = renderContext();
  const suffix = globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 27);
  const alert = testAlert({ tenant: config.tenant, nowMs: context.nowMs, suffix });
  const { destination } = deliveries;
  const answer = await postTest(alert, { kind: config.destination.kind, destination, context });
  telemetry.tested(answer.outcome, answer.reason);
  return answer;
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: false }))
  .handler(handle);
