// The names of all metrics, by the function that emits them: alarms and the dashboard can ask for no other.

/** Namespace of all metrics, and the one dimension: each more is billed by its values. */
export const METRICS = { namespace: 'SigmaLambda', dimension: 'service' } as const;

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

/** Names of metrics by `service`: `scan`, `settle`, and `notify` of all destinations together. */
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
  ],
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
} as const;

/** Who emits metrics: the value of the dimension. */
export type MetricService = keyof typeof METRIC_NAMES;

/** A metric that the service emits. */
export type MetricName<S extends MetricService> = (typeof METRIC_NAMES)[S][number];
