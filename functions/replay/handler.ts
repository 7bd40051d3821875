// The replay function: invoked by the state machine, a step of a run or a batch of its objects at a time.

import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createLogger } from '../shared/logger.ts';
import { readConfig } from './config.ts';
import { parseStep } from './input.ts';
import { wireReplay } from './wiring.ts';

/** Kept for ending what was begun: keeping what an object led to, and writing the batch's file. */
const RESERVE_MS = 45_000;
/** Kept beside for the object that is begun last. */
const LEAST_MS = 30_000;

const logger = createLogger();
const doStep = wireReplay(readConfig());

/** A step that throws is tried again by the state machine, which has the error's name to tell how. */
async function handle(event: unknown, context: Context): Promise<object> {
  const input = parseStep(event);
  const { step, run, objects } = input;
  const leftMs = () => context.getRemainingTimeInMillis();
  const time = {
    hasTime: () => leftMs() > RESERVE_MS + LEAST_MS,
    signal: AbortSignal.timeout(Math.max(1, leftMs() - RESERVE_MS)),
  };
  const result = await doStep(input, time);
  logger.info('replayed', { step, run: run.id, objects: objects.length, result });
  return result;
}

/** Lambda's entry point. */
export const handler = middy().use(injectLambdaContext(logger)).handler(handle);
