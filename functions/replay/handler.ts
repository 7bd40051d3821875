// The replay function: invoked by the state machine, a step of a run or a batch of its objects at a time.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from './config.ts';
import { parseStep } from './input.ts';
import { ReplayTelemetry } from './telemetry.ts';
import { wireReplay } from './wiring.ts';

/** Kept for ending what was begun: keeping what an object led to, and writing the batch's file. */
const RESERVE_MS = 45_000;
/** Kept beside for the object that is begun last. */
const LEAST_MS = 30_000;

const telemetry = new ReplayTelemetry();
const doStep = wireReplay(readConfig());

/** A step that throws is tried again by the state machine, which has the error's name to tell how. */
async function handle(event: unknown, context: Context): Promise<object> {
  const input = parseStep(event);
  const begunMs = Date.now();
  const leftMs = () => context.getRemainingTimeInMillis();
  const time = {
    hasTime: () => leftMs() > RESERVE_MS + LEAST_MS,
    signal: AbortSignal.timeout(Math.max(1, leftMs() - RESERVE_MS)),
  };
  try {
    const result = await doStep(input, time);
    telemetry.replayed(input, result);
    return result;
  } catch (error) {
    telemetry.threw(error, input, begunMs);
    throw error;
  }
}

/** Lambda's entry point. */
export const handler = middy()
  .use(injectLambdaContext(telemetry.logger))
  .use(logMetrics(telemetry.metrics, { throwOnEmptyMetrics: false }))
  .handler(handle);
