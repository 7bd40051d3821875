// A function → the alarms that every function has: errors, throttles, and runs that nearly met their end.

import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { MetricService } from '../../../src/model/index.ts';
import type { AlarmDefinition } from './definition.ts';

/** A function, and how it is called. */
export interface WatchedFunction {
  readonly service: MetricService;
  /** The destination that it tells. */
  readonly of?: string;
  readonly function: IFunction;
  readonly timeout: Duration;
}

const FIVE_MINUTES = Duration.minutes(5);

/** All functions stop by themselves long before: scan 15 s, settle 20 s, notify takes no message that it has no time for. */
const TOO_NEAR_SECONDS = 5;

/** A quarter of an hour of one thing going wrong: once is what retries are for. */
const PERIODS = 3;

/** The alarms of a function. */
export function functionAlarms(watched: WatchedFunction): readonly AlarmDefinition[] {
  const { service, of, function: lambda, timeout } = watched;
  const shared = { ...(of === undefined ? {} : { of }), silence: 'well', beyond: 'above' } as const;
  return [
    {
      ...shared,
      id: `${service}-errors`,
      metric: lambda.metricErrors({ statistic: 'Sum', period: FIVE_MINUTES }),
      threshold: 0,
      periods: PERIODS,
      means: `Runs of ${service} fail or are killed, for a quarter of an hour.`,
      first: 'Look at the last errors in its log group.',
    },
    {
      ...shared,
      id: `${service}-throttles`,
      metric: lambda.metricThrottles({ statistic: 'Sum', period: FIVE_MINUTES }),
      threshold: 0,
      periods: PERIODS,
      means: `Lambda refuses to start ${service}: the account's concurrency is used up.`,
      first: 'See who uses it, lower maxConcurrency, or ask AWS for more.',
    },
    {
      ...shared,
      id: `${service}-duration`,
      metric: lambda.metricDuration({ statistic: 'Maximum', period: FIVE_MINUTES }),
      threshold: (timeout.toSeconds() - TOO_NEAR_SECONDS) * 1_000,
      periods: PERIODS,
      means: `Runs of ${service} come within ${TOO_NEAR_SECONDS} s of their time-out; they stop by themselves long before.`,
      first: 'Look in its log for what it waited for: S3, DynamoDB, SNS or a destination.',
    },
  ];
}
