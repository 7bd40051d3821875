// Matches across events, by event time: Sigma correlations.

export { couldHold, isRefutable } from './condition.ts';
export type { CandidateDeps } from './candidates.ts';
export { type CountLimit, type CountLimits, countLimits } from './count-limits.ts';
export { Correlator, type CorrelatorDeps, type Fed } from './correlator.ts';
export { type GroupHash, hashGroup } from './group-set.ts';
export { type FedEvent, GRACE_MS } from './lane.ts';
export { type NearestWindow, nearestWindow } from './nearest-window.ts';
