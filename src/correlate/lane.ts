// A correlation on its way through a correlator: what waits to be stored, and what is stored and waits to be judged.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  FieldReader,
  PartialMatch,
} from '../model/index.ts';
import type { PartialMatchStore, PartialPut, PutFate } from '../ports/index.ts';
import { isRefutable } from './condition.ts';
import { Spans } from './spans.ts';

/** How late an event may arrive and still be judged as if it had not been late. */
export const GRACE_MS = 15 * 60_000;

/** An event that a rule matched. */
export interface FedEvent {
  readonly reader: FieldReader;
  readonly eventId: string;
  /** Without a time an event takes part in no correlation. */
  readonly timeMs: number | undefined;
  readonly source: string;
  /** Asked for only if the event takes part in the correlation of that id. */
  evidence(correlation: string): string;
}

/** A group whose windows are to be judged: those that end in these spans. */
export interface Touched {
  readonly group: CorrelationGroup;
  readonly spans: Spans;
}

/** A correlation, what waits to be stored, and by group what is stored and waits to be judged. */
export interface Lane {
  readonly correlation: CompiledCorrelation;
  readonly store: PartialMatchStore;
  readonly isRefutable: boolean;
  /** How much later than other events those come that correlations settle. */
  readonly lagMs: number;
  readonly waiting: PartialPut[];
  touched: Map<string, Touched>;
}

/** A lane for each correlation, in their order: each stands behind those that it refers to. */
export function createLanes(
  correlations: readonly CompiledCorrelation[],
  storeOf: (correlation: CompiledCorrelation) => PartialMatchStore,
): readonly Lane[] {
  const lags = settleLags(correlations);
  return correlations.map((correlation) => ({
    correlation,
    store: storeOf(correlation),
    isRefutable: isRefutable(correlation),
    lagMs: lagOf(correlation, lags),
    waiting: [],
    touched: new Map(),
  }));
}

/** What an event has for a correlation that it takes part in. */
export interface TakenPart {
  readonly group: readonly string[];
  readonly values: PartialMatch['values'];
  readonly timeMs: number;
}

/** What the event has for the correlation if that rule matches it; undefined where it takes no part. */
export function readPart(
  { correlation }: Pick<Lane, 'correlation'>,
  rule: string,
  { reader, timeMs }: Pick<FedEvent, 'reader' | 'timeMs'>,
): TakenPart | undefined {
  const reading = correlation.read(reader, rule);
  if (reading.kind === 'none' || timeMs === undefined || !Number.isFinite(timeMs)) return undefined;
  return { group: reading.group, values: reading.values, timeMs };
}

/** A partial match of the lane's correlation as stores take it. */
export function toPut(
  { correlation, isRefutable, lagMs }: Lane,
  group: CorrelationGroup,
  part: PartialMatch,
): PartialPut {
  const { timespanMs } = correlation;
  const put: PartialPut = { group, part, keepMs: 2 * timespanMs + GRACE_MS + lagMs };
  return isRefutable ? { ...put, dueMs: part.timeMs + timespanMs + GRACE_MS + lagMs } : put;
}

/** Notes that windows with this event are to be judged, unless they wait to be settled. */
export function touch(lane: Lane, put: PartialPut | undefined, fate: PutFate): void {
  if (lane.isRefutable || put === undefined || fate === 'full') return;
  const { group, part } = put;
  const { timespanMs } = lane.correlation;
  const key = JSON.stringify(group.values);
  const known = lane.touched.get(key);
  const touched = known ?? { group, spans: new Spans(timespanMs) };
  touched.spans.add(part.timeMs);
  // Windows just before it are judged again too: their finding would have had this event, and is to say so.
  if (fate === 'turned-away') touched.spans.add(part.timeMs - timespanMs);
  if (known === undefined) lane.touched.set(key, touched);
}

/** By correlation how long after its event a window of it may be judged at the latest, beside the grace. */
function settleLags(correlations: readonly CompiledCorrelation[]): ReadonlyMap<string, number> {
  const lags = new Map<string, number>();
  for (const one of correlations) {
    const own = isRefutable(one) ? one.timespanMs + GRACE_MS : 0;
    lags.set(one.id, own + lagOf(one, lags));
  }
  return lags;
}

/** A correlation waits for what it refers to, or settle would judge it before all has come. */
function lagOf({ rules }: CompiledCorrelation, lags: ReadonlyMap<string, number>): number {
  return Math.max(0, ...rules.map((rule) => lags.get(rule) ?? 0));
}
