// What logs were found to hold → alarms: they come no more, cannot be read, or say less than rules need.

import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MetricName } from '../../../src/model/index.ts';
import { ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';
import { percentPerHour } from './ratio.ts';
import { type DeclaredSources, sourceAlarms } from './source-alarms.ts';

/** How long logs may be silent; 0: for ever. Who is watched by itself, and whether connections wait for other objects at all. */
export interface LogTerms extends DeclaredSources {
  readonly silentAfterHours: number;
  readonly joinGraceSeconds: number;
}

const HOUR = Duration.hours(1);

/** Percent of an hour's records or connections. */
const REJECTED_PERCENT = 1;
const UNRECOGNISED_PERCENT = 5;
const UNATTRIBUTED_PERCENT = 20;
const LATE_PERCENT = 10;

/** The alarms. */
export function logAlarms(scope: Construct, terms: LogTerms): readonly AlarmDefinition[] {
  const { silentAfterHours, joinGraceSeconds } = terms;
  return [
    ...(silentAfterHours > 0 ? silences(scope, terms) : []),
    ...recordAlarms(scope),
    connectionsUnattributed(scope),
    ...(joinGraceSeconds > 0 ? [startsLate(scope)] : []),
  ];
}

/** Where no bucket says whose it is, all objects together are watched: one that is silent beside one that speaks is not told. */
function silences(scope: Construct, terms: LogTerms): readonly AlarmDefinition[] {
  const { declared, hasOthers, silentAfterHours } = terms;
  return [
    ...(hasOthers ? [sourceSilent(scope, terms), sourceBlind(scope, terms)] : []),
    ...sourceAlarms(scope, declared, silentAfterHours),
  ];
}

/** No datapoint is what this alarm is about: an object that is scanned is one. */
function sourceSilent(scope: Construct, { silentAfterHours }: LogTerms): AlarmDefinition {
  return {
    id: 'source-silent',
    metric: hourly(scope, 'ObjectsScanned'),
    beyond: 'below',
    threshold: 1,
    periods: silentAfterHours,
    silence: 'ill',
    means: `No object was scanned for ${silentAfterHours} h.`,
    first:
      'See whether the EDR still writes to the bucket, and whether the bucket still tells the queue.',
  };
}

/** Of an hour without objects the silent one tells. */
function sourceBlind(scope: Construct, { silentAfterHours }: LogTerms): AlarmDefinition {
  return {
    id: 'source-blind',
    metric: new MathExpression({
      expression: 'IF(FILL(objects, 0) > 0 AND FILL(connections, 0) < 1, 1, 0)',
      usingMetrics: {
        objects: hourly(scope, 'ObjectsScanned'),
        connections: hourly(scope, 'Connections'),
      },
      period: HOUR,
      label: 'hours with objects and no connection',
    }),
    beyond: 'above',
    threshold: 0,
    periods: silentAfterHours,
    silence: 'well',
    means: `Objects came in each of ${silentAfterHours} h, and none held a network connection: no rule about SMB can fire.`,
    first: 'See what the EDR exports, and rules coverage for what each source needs switched on.',
  };
}

function recordAlarms(scope: Construct): readonly AlarmDefinition[] {
  const whole = hourly(scope, 'Records');
  const share = (name: MetricName<'scan'>, label: string) =>
    percentPerHour({ of: [hourly(scope, name)], whole, label });
  return [
    {
      id: 'records-rejected',
      metric: share('RecordsRejected', 'rejected, percent'),
      beyond: 'above',
      threshold: REJECTED_PERCENT,
      silence: 'well',
      means: `More than ${REJECTED_PERCENT} % of an hour's records could not be read.`,
      first: 'Run triage over the quarantine folder of the evidence bucket.',
    },
    {
      id: 'records-unrecognised',
      metric: share('RecordsUnrecognised', 'unrecognised, percent'),
      beyond: 'above',
      threshold: UNRECOGNISED_PERCENT,
      silence: 'well',
      means: `More than ${UNRECOGNISED_PERCENT} % of an hour's records are of no source that is known: no rule saw them.`,
      first: 'Scan one of the objects here with the command line: it names the kinds.',
    },
  ];
}

/** Settle counts those that waited in vain. */
function connectionsUnattributed(scope: Construct): AlarmDefinition {
  const settled = ownMetric(scope, 'settle', 'ConnectionsUnattributed', { period: HOUR });
  return {
    id: 'connections-unattributed',
    metric: percentPerHour({
      of: [hourly(scope, 'ConnectionsUnattributed'), settled],
      whole: hourly(scope, 'Connections'),
      label: 'unattributed, percent',
    }),
    beyond: 'above',
    threshold: UNATTRIBUTED_PERCENT,
    silence: 'well',
    means: `More than ${UNATTRIBUTED_PERCENT} % of an hour's connections name no program: rules that read it did not run on them.`,
    first:
      'See the hosts in the log line "object scanned", and whether starts of processes are exported.',
  };
}

function startsLate(scope: Construct): AlarmDefinition {
  return {
    id: 'starts-late',
    metric: percentPerHour({
      of: [hourly(scope, 'StartsLate')],
      whole: hourly(scope, 'ConnectionsWaiting'),
      label: 'late, percent',
    }),
    beyond: 'above',
    threshold: LATE_PERCENT,
    silence: 'well',
    means: `For more than ${LATE_PERCENT} % of the connections that waited, the start came after joinGraceSeconds.`,
    first: 'Raise joinGraceSeconds, if the source delivers starts later than connections.',
  };
}

function hourly(scope: Construct, name: MetricName<'scan'>) {
  return ownMetric(scope, 'scan', name, { period: HOUR });
}
