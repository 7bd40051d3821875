// A queue and its failure queue → their alarms: something waits too long, something was given up.

import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmDefinition } from './definition.ts';

/** A queue that a function reads. */
export interface WatchedQueue {
  readonly service: 'scan' | 'notify' | 'canary' | 'fdr';
  /** The destination that it is for. */
  readonly of?: string;
  readonly queue: IQueue;
  /** A message that is older is late. */
  readonly lateAfter: Duration;
  readonly means: string;
  readonly first: string;
}

/** Where what was given up waits for a person. */
export type WatchedFailures = Omit<WatchedQueue, 'lateAfter'>;

/** Its oldest message has waited too long. SQS tells nothing of a queue that is empty for hours: that is well. */
export function queueAgeAlarm(watched: WatchedQueue): AlarmDefinition {
  const { service, of, queue, lateAfter, means, first } = watched;
  return {
    id: `${service}-queue-age`,
    ...(of === undefined ? {} : { of }),
    metric: queue.metricApproximateAgeOfOldestMessage({
      statistic: 'Maximum',
      period: Duration.minutes(5),
    }),
    beyond: 'above',
    threshold: lateAfter.toSeconds(),
    silence: 'well',
    means,
    first,
  };
}

/** Something is in the failure queue; it rings until that is empty. */
export function failureAlarm(watched: WatchedFailures): AlarmDefinition {
  const { service, of, queue, means, first } = watched;
  return {
    id: `${service}-dlq`,
    ...(of === undefined ? {} : { of }),
    metric: queue.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: Duration.minutes(5),
    }),
    beyond: 'above',
    threshold: 0,
    silence: 'well',
    means,
    first,
  };
}
