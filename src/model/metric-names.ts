// The names of all metrics, by the function that emits them: alarms and the dashboard can ask for no other.

/**
 * Namespace of all metrics, and their dimension: each more is billed by its values. {@link SOURCE_METRICS} are emitted once more
 * for each source that a site declares, by both dimensions.
 */
export const METRICS = {
  namespace: 'SigmaLambda',
  dimension: 'service',
  ofSource: 'source',
} as const;

/** What is counted by source too: whether it speaks, and whether it says what rules need. */
export const SOURCE_METRICS = ['ObjectsScanned', 'Connections', 'Starts'] as const;

/** A metric that is counted by source. */
export type SourceMetric = (typeof SOURCE_METRICS)[number];

/**
 * Value of the dimension `source`: of the deployment's own tenant the source's id, else `tenant.source`. Buckets of one tenant
 * and source are watched as one.
 */
export function watchedSource(
  { tenant, source }: { readonly tenant: string; readonly source: string },
  ownTenant: string,
): string {
  return tenant === ownTenant ? source : `${tenant}.${source}`;
}

/** What findings led to, and what filters let off: told by whoever judged. */
const JUDGED = [
  'AlertsPaged',
  'AlertsPosted',
  'AlertsCritical',
  'AlertsHigh',
  'AlertsMedium',
  'AlertsLow',
  'AlertsInformational',
  'BudgetHits',
  'ConnectionsUnattributed',
  'ConnectionsUnreadable',
  'Findings',
  'FindingsConfirmed',
  'FindingsDigested',
  'FindingsFolded',
  'FindingsUnpublished',
  'FindingsUntold',
  'FindingsWithdrawn',
  'MatchesSuppressed',
] as const;

/**
 * Names of metrics by `service`: `scan`, `settle`, `canary`, `notify` of all destinations together, `fdr` of all feeds, `replay`. What a feed's
 * function scans counts with `scan`; what a replay reads counts nowhere: its run says it.
 */
export const METRIC_NAMES = {
  scan: [
    ...JUDGED,
    'BytesScanned',
    'Connections',
    'ConnectionsFull',
    'ConnectionsJoined',
    'ConnectionsJudged',
    'ConnectionsNotHeld',
    'ConnectionsTooLarge',
    'ConnectionsWaiting',
    'ConservationMismatch',
    'EvidenceRecordsLeftOut',
    'FindingsKnown',
    'ObjectsContinued',
    'ObjectsIncomplete',
    'ObjectsKnown',
    'ObjectsPassedOver',
    'ObjectsScanned',
    'Records',
    'RecordsRejected',
    'RecordsUnrecognised',
    'ScansCrashed',
    'Starts',
    'StartsKept',
    'StartsLate',
    'StartsTooLarge',
    'StateFailures',
    'UnitsFailed',
  ],
  settle: [
    ...JUDGED,
    'AlertsClosed',
    'AlertsResolved',
    'BacklogUnknown',
    'ClaimsAbandoned',
    'ConnectionsJudgedEarly',
    'ConnectionsSettled',
    'CorrelationsSettled',
    'Digests',
    'FindingsOverdue',
    'FindingsRepublished',
    'JudgingHeldBack',
    'PendingsOverdue',
    'Revisions',
    'SegmentAge',
    'SegmentsBroken',
    'SegmentsMerged',
    'SegmentsWaiting',
    'StartsLate',
    'StartsPromoted',
    'StartsTooLarge',
  ],
  canary: ['CanaryArrived', 'CanaryLatency', 'CanarySent', 'CanaryUnreadable'],
  notify: [
    'DeliveriesCrashed',
    'DeliveryFaults',
    'OperationsUntold',
    'PageLatency',
    'Posted',
    'PostsFailed',
    'PostsPassedOver',
    'PostsRedelivered',
    'PostsRetried',
    'PostsSuperseded',
    'PostsUncertain',
    'PostsUnrecorded',
  ],
  fdr: [
    'FilesFailed',
    'FilesMismatched',
    'ManifestAge',
    'ManifestsDone',
    'ManifestsFailed',
    'ManifestsReturned',
  ],
  replay: ['BatchesContinued'],
} as const;

/** Who emits metrics: the value of the dimension. */
export type MetricService = keyof typeof METRIC_NAMES;

/** A metric that the service emits. */
export type MetricName<S extends MetricService> = (typeof METRIC_NAMES)[S][number];
