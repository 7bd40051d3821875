// The parts of a stack → what the rows of its dashboard show.

import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { judgedMetric, ownMetric } from './own-metric.ts';
import { QueueTrigger } from './queue-trigger.ts';
import { executionsMetric } from './replay-metrics.ts';
import type { WatchedStack } from './watched-stack.ts';

/** A graph. */
export interface Panel {
  readonly title: string;
  readonly left: readonly IMetric[];
  readonly right?: readonly IMetric[];
  /** Of the left axis, where it is no count. */
  readonly unit?: string;
}

const PERIOD = Duration.minutes(5);

/** Is it alive? */
export function aliveRow(scope: Construct, stack: WatchedStack): readonly Panel[] {
  const { trigger, notify, canary } = stack;
  const latency = (statistic: string) =>
    ownMetric(scope, 'notify', 'PageLatency', { statistic, label: statistic });
  const sources = [
    ...(trigger instanceof QueueTrigger ? [['scan', trigger.queue] as const] : []),
    ...[...notify].map(([name, { source }]) => [name, source.queue] as const),
  ];
  const failures = [
    ['scan', trigger.failures.queue] as const,
    ...(canary === undefined ? [] : [['canary', canary.failures.queue] as const]),
    ...[...notify].map(([name, one]) => [name, one.failures.queue] as const),
  ];
  return [
    {
      title: 'Objects and bytes scanned',
      left: [
        ownMetric(scope, 'scan', 'ObjectsScanned'),
        ownMetric(scope, 'scan', 'ObjectsIncomplete'),
      ],
      right: [ownMetric(scope, 'scan', 'BytesScanned')],
    },
    {
      title: 'From the event to the page',
      left: [latency('p50'), latency('p95')],
      ...(canary === undefined ? {} : { right: [canaryLatency(scope)] }),
      unit: 'ms',
    },
    {
      title: 'Oldest message',
      left: sources.map(([label, queue]) =>
        queue.metricApproximateAgeOfOldestMessage({ label, statistic: 'Maximum', period: PERIOD }),
      ),
      unit: 's',
    },
    {
      title: 'In failure queues',
      left: failures.map(([label, queue]) =>
        queue.metricApproximateNumberOfMessagesVisible({
          label,
          statistic: 'Maximum',
          period: PERIOD,
        }),
      ),
    },
  ];
}

/** The longest: of what is one in a quarter of an hour a percentile says no more. */
function canaryLatency(scope: Construct): IMetric {
  const label = 'of the canary, from its object to its alert';
  return ownMetric(scope, 'canary', 'CanaryLatency', { statistic: 'Maximum', label });
}

/** What does it find, and who is told? */
export function findingsRow(scope: Construct): readonly Panel[] {
  const levels = [
    'AlertsCritical',
    'AlertsHigh',
    'AlertsMedium',
    'AlertsLow',
    'AlertsInformational',
  ] as const;
  const findings = ['Findings', 'FindingsFolded', 'FindingsDigested', 'BudgetHits'] as const;
  const posts = ['Posted', 'PostsRetried', 'PostsFailed', 'OperationsUntold'] as const;
  const records = ['Records', 'RecordsRejected', 'RecordsUnrecognised'] as const;
  return [
    { title: 'Alerts by level', left: levels.map((name) => judgedMetric(scope, name)) },
    { title: 'Findings', left: findings.map((name) => judgedMetric(scope, name)) },
    { title: 'Posts to destinations', left: posts.map((name) => ownMetric(scope, 'notify', name)) },
    {
      title: 'Records and connections',
      left: records.map((name) => ownMetric(scope, 'scan', name)),
      right: [
        ownMetric(scope, 'scan', 'Connections'),
        ownMetric(scope, 'scan', 'ConnectionsUnattributed'),
      ],
    },
  ];
}

/** What waits? */
export function stateRow(scope: Construct, { state }: WatchedStack): readonly Panel[] {
  const most = { statistic: 'Maximum', period: Duration.minutes(15) } as const;
  const kept = ['StartsKept', 'StartsLate', 'ConnectionsWaiting', 'ConnectionsJudged'] as const;
  const settled = ['ConnectionsSettled', 'CorrelationsSettled', 'FindingsRepublished'] as const;
  const options = { statistic: 'Sum', period: PERIOD };
  return [
    { title: 'Join', left: kept.map((name) => ownMetric(scope, 'scan', name)) },
    { title: 'Settled', left: settled.map((name) => ownMetric(scope, 'settle', name)) },
    {
      title: 'Overdue or waiting, and for how many seconds',
      left: [
        ownMetric(scope, 'settle', 'FindingsOverdue', most),
        ownMetric(scope, 'settle', 'PendingsOverdue', most),
        ownMetric(scope, 'settle', 'SegmentsWaiting', most),
      ],
      right: [
        ownMetric(scope, 'settle', 'JudgingHeldBack', most),
        ownMetric(scope, 'settle', 'SegmentAge', most),
      ],
    },
    {
      title: 'State table',
      left: [
        state.table.metricConsumedReadCapacityUnits(options),
        state.table.metricConsumedWriteCapacityUnits(options),
      ],
      right: [ownMetric(scope, 'scan', 'StateFailures')],
    },
  ];
}

/** How do the functions fare? */
export function functionsRow(_scope: Construct, stack: WatchedStack): readonly Panel[] {
  const functions: readonly (readonly [string, IFunction])[] = [
    ['scan', stack.scan.function],
    ['settle', stack.settle.function],
    ...(stack.canary === undefined ? [] : [['canary', stack.canary.function] as const]),
    ...[...stack.notify].map(([name, one]) => [name, one.function] as const),
  ];
  const of = (read: (one: IFunction, label: string) => IMetric) =>
    functions.map(([label, one]) => read(one, label));
  const sum = { statistic: 'Sum', period: PERIOD };
  const most = { statistic: 'Maximum', period: PERIOD };
  return [
    { title: 'Invocations', left: of((one, label) => one.metricInvocations({ ...sum, label })) },
    {
      title: 'Longest run',
      left: of((one, label) => one.metricDuration({ ...most, label })),
      unit: 'ms',
    },
    { title: 'Errors', left: of((one, label) => one.metricErrors({ ...sum, label })) },
    { title: 'Throttles', left: of((one, label) => one.metricThrottles({ ...sum, label })) },
  ];
}

/** What do replays do, and what do they take from live scans? Nothing, where there are none. */
export function replayRow(scope: Construct, { replay }: WatchedStack): readonly Panel[] {
  if (replay === undefined) return [];
  const { machineArn, function: lambda } = replay;
  const executions = ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'] as const;
  const sum = { statistic: 'Sum', period: PERIOD };
  const most = { statistic: 'Maximum', period: PERIOD };
  return [
    {
      title: 'Replays',
      left: executions.map((label) =>
        executionsMetric(machineArn, label, { period: PERIOD, label }),
      ),
    },
    {
      title: 'Batches of replays at once',
      left: [lambda.metric('ConcurrentExecutions', most)],
      right: [lambda.metricThrottles(sum)],
    },
    { title: 'Longest run of replay', left: [lambda.metricDuration(most)], unit: 'ms' },
    {
      title: 'Errors of replay, and batches that went on',
      left: [lambda.metricErrors(sum), ownMetric(scope, 'replay', 'BatchesContinued')],
    },
  ];
}
