// What the functions of all destinations say of their posts → alarms. Queues and functions tell which destination it is.

import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';

/** From the event to the page. Most of it is the time in which the EDR delivers. */
const SLOW_PAGE_MS = 30 * 60_000;

/** The alarms. */
export function tellingAlarms(scope: Construct): readonly AlarmDefinition[] {
  return [
    {
      id: 'page-latency',
      metric: ownMetric(scope, 'notify', 'PageLatency', {
        statistic: 'p95',
        period: Duration.hours(1),
      }),
      beyond: 'above',
      threshold: SLOW_PAGE_MS,
      silence: 'well',
      means: 'Pages come more than half an hour after the event (p95 of an hour).',
      first: 'See where the time goes: delivery by the EDR, scan-queue-age, or notify-queue-age.',
    },
    {
      id: 'posts-failed',
      metric: ownMetric(scope, 'notify', 'PostsFailed'),
      beyond: 'above',
      threshold: 0,
      silence: 'well',
      means:
        'A destination refused an alert, or could not be reached for twelve hours: it was not told.',
      first:
        'The topic operations says which, and why; mend it, test it, redrive its failure queue.',
    },
  ];
}
