// Matches across events, by event time: Sigma correlations.

export { isRefutable } from './condition.ts';
export {
  Correlator,
  type CorrelatorDeps,
  type Fed,
  type FedEvent,
  GRACE_MS,
} from './correlator.ts';
export { type NearestWindow, nearestWindow } from './nearest-window.ts';
