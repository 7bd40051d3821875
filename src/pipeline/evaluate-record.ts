// A parsed record → judgements, delivered and counted.

import type {
  CompiledFilter,
  Delivery,
  JsonObject,
  LogEvent,
  Match,
  RecordBatch,
} from '../model/index.ts';
import type { Registry } from '../source/index.ts';
import { type Judgement, judgeEvent } from './judge.ts';
import { countName, hostCountKey, uncategorisedKey } from './named-counts.ts';
import type { Routing } from './routing.ts';
import { countOne, type Tally } from './tally.ts';
import { isInWindow, type TimeWindow } from './window.ts';

/**
 * What became of a match that was kept: it opened a finding, joined one that was open, waits for a correlation that
 * alone reports its rule, or takes part in none of these.
 */
export type MatchFate = 'new' | 'folded' | 'partial' | 'ungrouped';

const COUNTED_AS = {
  new: 'newMatches',
  folded: 'foldedMatches',
  partial: 'partialMatches',
  ungrouped: 'ungroupedMatches',
} as const;

/** What evaluating a record needs. */
export interface EvaluationDeps {
  readonly registry: Registry;
  readonly routing: Routing;
  readonly window: TimeWindow;
  /** Receives each match that no filter suppresses; says what became of it. */
  readonly onMatch: (match: Match) => MatchFate;
  /** Receives each match that a filter suppresses. @default they are only counted */
  readonly onSuppressed?: (match: Match, filter: CompiledFilter) => void;
  /** The join of several objects; without it every event is judged at once with what it has. */
  readonly join?: EventJoin;
}

/** Sees events before they are judged. */
export interface EventJoin {
  /**
   * The events of every recognised record, also outside the window: a start before it holds for what comes in it. True if the
   * record's line is to be kept.
   */
  see(events: readonly LogEvent[]): boolean;
  /** Lines that are to be kept, behind the other records of their batch. @default none is */
  keep?(batch: RecordBatch): void;
  /** True if the event is judged later, by {@link judgeAndCount}. */
  holds(event: LogEvent, placeOf: () => Delivery, tally: Tally): boolean;
}

/** Evaluates one record and counts it exactly once; true if the join wants its line. `placeOf` is asked only on a match. */
export function evaluateRecord(
  record: JsonObject,
  placeOf: () => Delivery,
  deps: EvaluationDeps,
  tally: Tally,
): boolean {
  const reading = deps.registry.read(record);
  if (reading.kind !== 'events') {
    tally.unrecognised++;
    if (reading.kind === 'ambiguous')
      countOne(tally.ambiguousPerSources, reading.sources.join('+'));
    return false;
  }
  const isKept = deps.join?.see(reading.events) === true;
  const events = reading.events.filter((event) => isInWindow(event, deps.window));
  if (events.length === 0 && reading.events.length > 0) {
    tally.skipped++;
    tally.outsideWindow++;
    return isKept;
  }
  tally.evaluated++;
  for (const event of events) {
    countOne(tally.perSource, event.source);
    if (event.logsource.category === 'network_connection') tally.connections++;
    if (event.logsource.category === 'process_creation') tally.starts++;
    const kind = uncategorisedKey(event);
    if (kind !== undefined) countName(tally.uncategorisedPerKind, kind, 1, '(other kinds)');
    if (deps.join?.holds(event, placeOf, tally) !== true)
      judgeAndCount(event, placeOf, deps, tally);
  }
  return isKept;
}

/** Judges an event of a record that was counted, and counts what comes of it. */
export function judgeAndCount(
  event: LogEvent,
  placeOf: () => Delivery,
  deps: EvaluationDeps,
  tally: Tally,
): void {
  if (!event.isAttributed) {
    tally.unattributed++;
    countName(tally.unattributedPerHost, hostCountKey(event), 1, '(other hosts)');
  }
  judgeOnly(event, placeOf, deps, tally);
}

/** The same of an event that is judged in two parts, each by some of the rules: it is not counted itself. */
export function judgeOnly(
  event: LogEvent,
  placeOf: () => Delivery,
  deps: EvaluationDeps,
  tally: Tally,
): void {
  for (const judgement of judgeEvent(deps.routing, event)) {
    countOne(tally.matchesPerRule, judgement.rule.id);
    deliver(judgement, event, placeOf, deps, tally);
  }
}

function deliver(
  { rule, suppressedBy }: Judgement,
  event: LogEvent,
  placeOf: () => Delivery,
  deps: EvaluationDeps,
  tally: Tally,
): void {
  if (suppressedBy !== undefined) {
    countOne(tally.suppressedPerFilter, suppressedBy.id);
    deps.onSuppressed?.({ rule, event, delivery: placeOf() }, suppressedBy);
    return;
  }
  const fate = deps.onMatch({ rule, event, delivery: placeOf() });
  tally[COUNTED_AS[fate]]++;
}
