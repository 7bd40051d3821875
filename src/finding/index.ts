// Match → Finding: ids, the fold, and what a person is shown.

export { alertId, digestId } from './alert-id.ts';
export { canonicalJson } from './canonical-json.ts';
export { connectionRef } from './connection-ref.ts';
export { isoTime } from './event-time.ts';
export { FindingFold, type FoldWatch, type MatchFate } from './fold.ts';
export {
  contentDigest,
  type CorrelationIdentity,
  dayOf,
  eventId,
  identifyCorrelation,
  identifyMatch,
  type MatchIdentity,
  matchId,
} from './identity.ts';
export { deliveryOfEvidence, packEvidence, packPlace } from './packed-evidence.ts';
export { unitedFinding } from './stored.ts';
