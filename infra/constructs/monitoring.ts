// The parts of a stack → what watches them: alarms, and a dashboard.

import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { InfraConfig } from '../config.ts';
import { Alarms } from './alarms.ts';
import { canaryAlarms } from './alarms/canary-alarms.ts';
import type { AlarmDefinition } from './alarms/definition.ts';
import { fdrAlarms } from './alarms/fdr-alarms.ts';
import { functionAlarms } from './alarms/function-alarms.ts';
import { logAlarms } from './alarms/log-alarms.ts';
import { failureAlarm, queueAgeAlarm } from './alarms/queue-alarms.ts';
import { replayAlarms } from './alarms/replay-alarms.ts';
import { declaredSources } from './alarms/source-alarms.ts';
import { stateAlarms } from './alarms/state-alarms.ts';
import { tellingAlarms } from './alarms/telling-alarms.ts';
import { Dashboard } from './dashboard.ts';
import { type Notify, NOTIFY_TIMEOUT } from './notify.ts';
import { QueueTrigger } from './queue-trigger.ts';
import { SCAN_TIMEOUT, type ScanFunction } from './scan-function.ts';
import { SETTLE_TIMEOUT } from './settle-function.ts';
import type { WatchedStack } from './watched-stack.ts';

/** What {@link Monitoring} is made from. */
export interface MonitoringProps {
  readonly stack: WatchedStack;
  readonly config: InfraConfig;
  readonly operations: ITopic;
}

/** An object that waits for longer is late: five deliveries of one that kills its run take as long. */
const SCAN_LATE_AFTER = Duration.minutes(75);
/** A page that waits for five minutes is told by the function; this is what it does not get to. */
const NOTIFY_LATE_AFTER = Duration.minutes(15);

/** Alarms and dashboard. Nothing else depends on them. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { stack, config, operations }: MonitoringProps) {
    super(scope, id);
    const { silentAfterHours } = config.monitoring;
    const { joinGraceSeconds } = config;
    const definitions = [
      ...logAlarms(this, { silentAfterHours, joinGraceSeconds, ...declaredSources(config) }),
      ...scanAlarms(stack),
      ...functionAlarms({
        service: 'settle',
        function: stack.settle.function,
        timeout: SETTLE_TIMEOUT,
      }),
      ...stateAlarms(this, stack.settle.function),
      ...(stack.canary === undefined ? [] : canaryAlarms(this, stack.canary)),
      ...(stack.notify.size > 0 ? tellingAlarms(this) : []),
      ...[...stack.notify].flatMap(destinationAlarms),
      ...fdrAlarms(this, { feeds: stack.feeds, silentAfterHours }),
      ...(stack.replay === undefined ? [] : replayAlarms(this, stack.replay)),
    ];
    const { alarms } = new Alarms(this, 'Alarms', { definitions, operations });
    new Dashboard(this, 'Dashboard', { alarms, stack });
  }
}

function scanAlarms({ scan, trigger }: WatchedStack): readonly AlarmDefinition[] {
  const means = 'Objects wait for more than 75 minutes to be scanned.';
  const first =
    'See whether scan fails, is throttled, or has too little maxConcurrency for what comes.';
  const shared = { service: 'scan', means, first, lateAfter: SCAN_LATE_AFTER } as const;
  return [
    ...functionAlarms({ service: 'scan', function: scan.function, timeout: SCAN_TIMEOUT }),
    trigger instanceof QueueTrigger
      ? queueAgeAlarm({ ...shared, queue: trigger.queue })
      : asynchronousAge(scan, shared),
    failureAlarm({
      service: 'scan',
      queue: trigger.failures.queue,
      means: 'Objects could not be scanned, and wait in the failure queue for two weeks at most.',
      first: 'Look at a message and the log of scan for its key; mend the cause, then redrive.',
    }),
  ];
}

/** Lambda's own queue of events, which no SQS metric knows. It tells an age when it gives one to the function. */
function asynchronousAge(
  { function: scan }: ScanFunction,
  { means, first }: Pick<AlarmDefinition, 'means' | 'first'>,
): AlarmDefinition {
  const period = Duration.minutes(5);
  return {
    id: 'scan-queue-age',
    metric: scan.metric('AsyncEventAge', { statistic: 'Maximum', period }),
    beyond: 'above',
    threshold: SCAN_LATE_AFTER.toMilliseconds(),
    silence: 'well',
    means,
    first,
  };
}

function destinationAlarms([name, notify]: readonly [string, Notify]): readonly AlarmDefinition[] {
  const shared = { service: 'notify', of: name } as const;
  return [
    ...functionAlarms({ ...shared, function: notify.function, timeout: NOTIFY_TIMEOUT }),
    queueAgeAlarm({
      ...shared,
      queue: notify.source.queue,
      lateAfter: NOTIFY_LATE_AFTER,
      means: `Alerts for ${name} wait for more than 15 minutes.`,
      first:
        'Look for "post to be tried again" in the log of its function: the reason stands there.',
    }),
    failureAlarm({
      ...shared,
      queue: notify.failures.queue,
      means: `Alerts could not be told to ${name}, and wait in its failure queue for two weeks at most.`,
      first: 'The topic operations says why; mend it, run notify test, then redrive.',
    }),
  ];
}
