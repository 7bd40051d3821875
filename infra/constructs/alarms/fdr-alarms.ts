// Feeds of CrowdStrike, by name → their alarms: nothing comes, what comes is late, was given up, or is not what it is said to be.

import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FDR_TIMEOUT, type FdrPoller } from '../fdr-poller.ts';
import { ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';
import { functionAlarms } from './function-alarms.ts';
import { failureAlarm, queueAgeAlarm } from './queue-alarms.ts';

/** What is watched. */
export interface FdrTerms {
  readonly feeds: ReadonlyMap<string, FdrPoller>;
  /** How long feeds may bring nothing; 0: for ever. */
  readonly silentAfterHours: number;
}

/** As of objects that wait for the scan function. */
const LATE_AFTER = Duration.minutes(75);

/** The alarms; none without feeds. */
export function fdrAlarms(scope: Construct, terms: FdrTerms): readonly AlarmDefinition[] {
  const { feeds, silentAfterHours } = terms;
  if (feeds.size === 0) return [];
  return [
    ...(silentAfterHours > 0 ? [silent(scope, silentAfterHours)] : []),
    manifestsLate(scope),
    filesMismatched(scope),
    ...[...feeds].flatMap(([name, feed]) => feedAlarms(name, feed)),
  ];
}

function silent(scope: Construct, hours: number): AlarmDefinition {
  return {
    id: 'fdr-silent',
    metric: ownMetric(scope, 'fdr', 'ManifestsDone', { period: Duration.hours(1) }),
    beyond: 'below',
    threshold: 1,
    periods: hours,
    silence: 'ill',
    means: `No batch of CrowdStrike was worked off for ${hours} h.`,
    first: 'See fdr-errors first, then whether the feed is enabled in the Falcon console.',
  };
}

/** CrowdStrike's queue tells no age by CloudWatch: each message tells its own, when it is received. */
function manifestsLate(scope: Construct): AlarmDefinition {
  return {
    id: 'manifests-late',
    metric: ownMetric(scope, 'fdr', 'ManifestAge', { statistic: 'Maximum' }),
    beyond: 'above',
    threshold: LATE_AFTER.toSeconds(),
    periods: 3,
    silence: 'well',
    means: 'Batches of CrowdStrike are older than 75 minutes when they are worked on.',
    first: 'See whether batches come again ("manifest comes again"), or the runs do not keep up.',
  };
}

function filesMismatched(scope: Construct): AlarmDefinition {
  return {
    id: 'files-mismatched',
    metric: ownMetric(scope, 'fdr', 'FilesMismatched'),
    beyond: 'above',
    threshold: 0,
    silence: 'well',
    means: 'Files in CrowdStrike’s bucket have another size or checksum than their manifest says.',
    first: 'They were scanned as S3 has them; ask CrowdStrike, and see the log of fdr for which.',
  };
}

function feedAlarms(name: string, feed: FdrPoller): readonly AlarmDefinition[] {
  const shared = { service: 'fdr', of: name } as const;
  return [
    ...functionAlarms({ ...shared, function: feed.function, timeout: FDR_TIMEOUT }),
    queueAgeAlarm({
      ...shared,
      queue: feed.queues.own,
      lateAfter: LATE_AFTER,
      means: 'The rest of large files, or manifests that were sent back, wait for 75 minutes.',
      first: 'See whether the function of the feed fails, or has too much to do.',
    }),
    failureAlarm({
      ...shared,
      queue: feed.queues.failures.queue,
      means: 'Batches of CrowdStrike were given up, and wait in the failure queue for two weeks.',
      first: 'The attribute "reason" of a message says why; CrowdStrike keeps files for 7 days.',
    }),
  ];
}
