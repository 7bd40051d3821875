// What the canary says of itself → alarms: its alert does not come, or what comes cannot be read.

import type { Construct } from 'constructs';
import { type Canary, CANARY_PERIOD } from '../canary.ts';
import { ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';
import { failureAlarm } from './queue-alarms.ts';

/** Runs without an arrival: one may be late, for a deployment or a flood. */
const PERIODS = 3;

/** The alarms. */
export function canaryAlarms(scope: Construct, canary: Canary): readonly AlarmDefinition[] {
  const minutes = PERIODS * CANARY_PERIOD.toMinutes();
  return [
    {
      id: 'canary-missing',
      metric: ownMetric(scope, 'canary', 'CanaryArrived', { period: CANARY_PERIOD }),
      beyond: 'below',
      threshold: 1,
      periods: PERIODS,
      silence: 'ill',
      means: `No alert of the canary arrived for ${minutes} minutes: attacks may go untold just the same.`,
      first: 'See in the log of canary whether it put its objects, then follow one through scan.',
    },
    failureAlarm({
      service: 'canary',
      queue: canary.failures.queue,
      means: 'The canary was told of something that it cannot read, or SNS could not tell it.',
      first: 'Look at a message, and find "canary unreadable" in the log of canary.',
    }),
  ];
}
