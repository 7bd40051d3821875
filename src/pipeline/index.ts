// Composes decode, source and rules into the scan of an object. Is given compiled rules, never the compiler.

export {
  type CorrelatedDeps,
  type CorrelatedFold,
  CorrelatedMatches,
  groupReader,
  type MatchReader,
  type Recall,
  silentRules,
} from './correlated-matches.ts';
export {
  type Kept,
  leaksOf,
  objectBalances,
  scanBalances,
  sumBalances,
  total,
} from './conservation.ts';
export {
  type AlertDeps,
  type AlertingRule,
  DEFAULT_HOURLY_BUDGET,
} from './alert-deps.ts';
export { type AlertFate, alertFindings } from './alert-findings.ts';
export { atOnce } from './at-once.ts';
export { sumCounts, unbalanced } from './counts.ts';
export { createDeferral, type Deferral, type DeferredGroup } from './deferral.ts';
export { DIGEST_LAG_MS } from './enter-digest.ts';
export {
  type EventJoin,
  type EvaluationDeps,
  evaluateRecord,
  type MatchFate,
} from './evaluate-record.ts';
export { appliesAt, type Judgement, judgeEvent, runsOn } from './judge.ts';
export { canBeCompleted, isCandidate } from './join-candidate.ts';
export { packHeld, unpackHeld } from './held-matches.ts';
export {
  judgeHeld,
  judgeWhole,
  packConnections,
  type PartlyJudged,
  type UnpackedConnections,
  unpackConnections,
} from './held-connections.ts';
export { completeEvent, type JoinedFields, joinedOrigins, withAwaited } from './join-event.ts';
export type { KeepFailure, KeepRevisions } from './keep-first.ts';
export { isJoinable } from './join-fields.ts';
export { JoinOffers, type KeyOffered, offersOf, toOffered } from './join-offers.ts';
export { createJoinPlan, type JoinPlan, type OpenRule, type PlannedEvent } from './join-plan.ts';
export { type BeyondScan, type HeldConnection, MAX_WAITING } from './join-wait.ts';
export { readsProgram } from './program-fields.ts';
export { topNames } from './named-counts.ts';
export {
  deliverFindings,
  type OutboxDeps,
  type OutboxReport,
  type SettledOutbox,
  settleOutbox,
} from './outbox.ts';
export { readAgain, recordsOf } from './read-again.ts';
export { type LateRules, lateRules } from './late-rules.ts';
export { createScreens, type Screens } from './screens.ts';
export { createRouting, type RoutedRule, type Routing } from './routing.ts';
export {
  type ObjectOutcome,
  placeIn,
  type RecordDecoder,
  type ScanDeps,
  scanObject,
  type ScanSpan,
} from './scan-object.ts';
export { type ScanControl, scanObjects } from './scan-objects.ts';
export { problemText, type ScanProblem } from './scan-problem.ts';
export {
  type ConnectionsReport,
  type Judged,
  keepConnections,
  keepStarts,
  type SettledReport,
  settleConnections,
  type StartsReport,
  type StoredJoinDeps,
} from './stored-join.ts';
export { type SettleAlertsDeps, type SettledAlerts, settleAlerts } from './settle-alerts.ts';
export type { Sendable } from './sendable.ts';
export { alertsOf, NOTHING_TOLD, sumTold, type Told } from './told.ts';
export { isInWindow, type TimeWindow } from './window.ts';
