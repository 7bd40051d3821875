// The settings of an event source mapping → all of them, checked as Lambda checks them.

import { LocalConfigError } from '../errors.ts';
import type { QueueSettings } from './queue.ts';

/** What Lambda is told of a queue and a function, by CloudFormation's names (AWS::Lambda::EventSourceMapping). */
export interface MappingOptions {
  /** Most messages of one invocation; above 10 a window is needed. @default 10 */
  readonly batchSize?: number;
  /** How long a batch may wait to fill, from its first message. @default 0 */
  readonly maximumBatchingWindowSeconds?: number;
  /** Without it the answer is not read: any error fails the batch, anything else deletes it. @default none */
  readonly functionResponseTypes?: readonly 'ReportBatchItemFailures'[];
  /** ScalingConfig.MaximumConcurrency: most invocations at once. @default 5, with which Lambda begins */
  readonly maximumConcurrency?: number;
  /**
   * What becomes of a batch whose report is missing: the answer is null, or has no `batchItemFailures`.
   * Lambda deletes such a batch (`'succeeded'`). The default is stricter, so that a function that forgets to
   * report is seen: its messages come again and end in the DLQ. @default failed
   */
  readonly missingReport?: 'failed' | 'succeeded';
}

/** Settings with every default filled in. */
export interface Mapping {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly isReporting: boolean;
  readonly maximumConcurrency: number;
  readonly missingReport: 'failed' | 'succeeded';
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** @see Lambda API reference, CreateEventSourceMapping */
const BATCH_SIZE: Range = { min: 1, max: 10_000 };
const WINDOW_SECONDS: Range = { min: 0, max: 300 };
const CONCURRENCY: Range = { min: 2, max: 1000 };
/** Largest batch that needs no window: what one receive gives. */
const MAX_WITHOUT_WINDOW = 10;

/** Fills in the defaults. Throws LocalConfigError for what Lambda would refuse. */
export function toMapping(options: MappingOptions): Mapping {
  const { batchSize = 10, maximumBatchingWindowSeconds: window = 0 } = options;
  const { maximumConcurrency, functionResponseTypes = [], missingReport = 'failed' } = options;
  check('batchSize', batchSize, BATCH_SIZE);
  check('maximumBatchingWindowSeconds', window, WINDOW_SECONDS);
  if (maximumConcurrency !== undefined) {
    check('maximumConcurrency', maximumConcurrency, CONCURRENCY);
  }
  if (batchSize > MAX_WITHOUT_WINDOW && window < 1) {
    throw new LocalConfigError(`batchSize ${batchSize} needs maximumBatchingWindowSeconds >= 1`);
  }
  return {
    batchSize,
    windowMs: window * 1000,
    isReporting: functionResponseTypes.includes('ReportBatchItemFailures'),
    maximumConcurrency: maximumConcurrency ?? 5,
    missingReport,
  };
}

/** Throws LocalConfigError for a queue that Lambda would not map to the function, or that this layer cannot poll. */
export function checkQueue(queue: QueueSettings, timeoutMs: number | undefined): void {
  if (queue.isFifo) {
    throw new LocalConfigError(`${queue.arn}: the local event source polls standard queues only`);
  }
  const visibilityMs = queue.visibilityTimeoutSeconds * 1000;
  if (timeoutMs !== undefined && visibilityMs < timeoutMs) {
    throw new LocalConfigError(
      `${queue.arn}: visibility timeout ${visibilityMs} ms is less than function timeout ${timeoutMs} ms`,
    );
  }
}

function check(name: string, value: number, { min, max }: Range): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new LocalConfigError(`${name} ${value}: expected a whole number from ${min} to ${max}`);
}
