// What scan and settle say of findings and of what waits → alarms: something is lost, not sent, or not judged in time.

import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { judgedMetric, ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';

/** Settle looks for what is overdue every five minutes: in each quarter of an hour it looked. */
const QUARTER = Duration.minutes(15);
const FIVE_MINUTES = Duration.minutes(5);

/** A backlog of an hour is a flood that passes; settle holds back for six at most. */
const HELD_BACK_SECONDS = 3_600;

/** A file of starts is merged within a minute or two; by default a connection waits so long for its start. */
const SEGMENT_AGE_SECONDS = 900;

/** The alarms. */
export function stateAlarms(scope: Construct, settle: IFunction): readonly AlarmDefinition[] {
  return [settleMissing(settle), ...lossAlarms(scope), ...delayAlarms(scope)];
}

/** The heartbeat: it is invoked every minute, and Lambda tells nothing of a function that is not. */
function settleMissing(settle: IFunction): AlarmDefinition {
  return {
    id: 'settle-missing',
    metric: settle.metricInvocations({ statistic: 'Sum', period: FIVE_MINUTES }),
    beyond: 'below',
    threshold: 1,
    periods: 2,
    silence: 'ill',
    means: 'Settle was not invoked for ten minutes: nothing that waits is judged, closed or sent.',
    first: 'See whether its EventBridge rule is enabled, and its permission is there.',
  };
}

/** Each is a promise broken: one is enough. */
function lossAlarms(scope: Construct): readonly AlarmDefinition[] {
  const shared = { beyond: 'above', threshold: 0, silence: 'well' } as const;
  return [
    {
      ...shared,
      id: 'conservation-mismatch',
      metric: ownMetric(scope, 'scan', 'ConservationMismatch'),
      means: 'The counts of an object do not add up: a bug, by which something may be lost.',
      first:
        'Find "conservation mismatch" in the log of scan, and report it; the object fails and is tried again.',
    },
    {
      ...shared,
      id: 'connections-unreadable',
      metric: judgedMetric(scope, 'ConnectionsUnreadable'),
      means: 'Connections that waited could not be read back, and were not judged.',
      first:
        'See whether an older release was deployed over a newer one; scan their objects again.',
    },
    {
      ...shared,
      id: 'segments-broken',
      metric: ownMetric(scope, 'settle', 'SegmentsBroken'),
      means: 'A file of starts could not be read: connections may miss starts, or were not judged.',
      first: 'Find "file of starts put aside" in the log of settle: it says which, and why.',
    },
    {
      ...shared,
      id: 'state-failures',
      metric: ownMetric(scope, 'scan', 'StateFailures'),
      periods: 3,
      means:
        'The state table refuses scans, for a quarter of an hour; their objects are tried again.',
      first: 'Find "state failed" in the log of scan: throttling, permissions, or DynamoDB itself.',
    },
  ];
}

function delayAlarms(scope: Construct): readonly AlarmDefinition[] {
  const shared = { beyond: 'above', threshold: 0, silence: 'well' } as const;
  const most = { statistic: 'Maximum', period: QUARTER } as const;
  return [
    {
      ...shared,
      id: 'findings-unpublished',
      metric: ownMetric(scope, 'settle', 'FindingsUnpublished'),
      periods: 3,
      means:
        'Settle tries to send findings and alerts, and fails, for a quarter of an hour: nobody is told.',
      first:
        'Find "findings not published" in the log of settle: the topic, its key, or the archive bucket.',
    },
    {
      ...shared,
      id: 'findings-overdue',
      metric: ownMetric(scope, 'settle', 'FindingsOverdue', most),
      means:
        'Findings, alerts or digests should have been sent a quarter of an hour ago, and no run came to them.',
      first: 'See whether settle runs out of time (settle-duration), or fails (settle-errors).',
    },
    {
      ...shared,
      id: 'pendings-overdue',
      metric: ownMetric(scope, 'settle', 'PendingsOverdue', most),
      means:
        'Connections or correlations should have been judged a quarter of an hour ago, and no run came to them.',
      first: 'See whether settle runs out of time (settle-duration), or fails (settle-errors).',
    },
    {
      ...shared,
      id: 'judging-held-back',
      metric: ownMetric(scope, 'settle', 'JudgingHeldBack', most),
      threshold: HELD_BACK_SECONDS,
      means:
        'Judging is held back by more than an hour: objects wait or are under way, or files of starts are not merged.',
      first:
        'See which of scan-queue-age and segments-waiting rings: scans, or settle, do not keep up.',
    },
    {
      ...shared,
      id: 'segments-waiting',
      metric: ownMetric(scope, 'settle', 'SegmentAge', most),
      threshold: SEGMENT_AGE_SECONDS,
      means:
        'Files of starts wait for more than a quarter of an hour, and settle does not keep up with them: what needs a start is judged late.',
      first:
        'See whether SegmentsWaiting grows or falls on the dashboard, and whether settle-errors or settle-duration rings.',
    },
  ];
}
