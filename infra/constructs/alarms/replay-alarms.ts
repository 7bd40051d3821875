// The replay of a stack → its alarms: a run failed, or its function fails again and again.

import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { ownMetric } from '../own-metric.ts';
import type { Replay } from '../replay.ts';
import { executionsMetric } from '../replay-metrics.ts';
import type { AlarmDefinition } from './definition.ts';

const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/** One batch that fails to its end is four errors; the run says which. */
const MOST_ERRORS = 4;

/** The alarms. */
export function replayAlarms(scope: Construct, replay: Replay): readonly AlarmDefinition[] {
  return [failed(replay), errors(scope, replay)];
}

/** Children of a map have metrics of their own: a batch that is tolerated does not ring. */
function failed({ machineArn }: Replay): AlarmDefinition {
  const of = (name: 'Failed' | 'TimedOut' | 'Aborted') =>
    executionsMetric(machineArn, name, { period: FIVE_MINUTES });
  return {
    id: 'replay-failed',
    metric: new MathExpression({
      expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
      usingMetrics: { failed: of('Failed'), timedOut: of('TimedOut'), aborted: of('Aborted') },
      period: FIVE_MINUTES,
      label: 'replays that did not end well',
    }),
    beyond: 'above',
    threshold: 0,
    silence: 'well',
    means: 'A replay failed, ran out of time or was aborted: what it had not judged is not found.',
    first: 'See the execution for the step and its error, mend that, then redrive it.',
  };
}

/** Within an hour: Lambda counts an error where its run began, up to a quarter of an hour before. */
function errors(scope: Construct, replay: Replay): AlarmDefinition {
  return {
    id: 'replay-errors',
    metric: new MathExpression({
      // A batch that had no time for all its objects ends by an error, and goes on with the next attempt.
      expression: 'FILL(errors, 0) - FILL(continued, 0)',
      usingMetrics: {
        errors: replay.function.metricErrors({ statistic: 'Sum', period: HOUR }),
        continued: ownMetric(scope, 'replay', 'BatchesContinued', { period: HOUR }),
      },
      period: HOUR,
      label: 'runs that failed',
    }),
    beyond: 'above',
    threshold: MOST_ERRORS,
    silence: 'well',
    means: `More than ${MOST_ERRORS} runs of replay failed or were killed within an hour.`,
    first: 'Look at the last errors in its log group: its objects will be missing in the run.',
  };
}
