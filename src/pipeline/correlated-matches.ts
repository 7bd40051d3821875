// Matches → findings and correlations: each is offered to both, and rules that only correlations report make none.

import {
  type CandidateDeps,
  Correlator,
  type CorrelatorDeps,
  type FedEvent,
} from '../correlate/index.ts';
import type {
  CompiledCorrelation,
  CorrelationMatch,
  CorrelationSpec,
  FieldReader,
  LogEvent,
  Match,
} from '../model/index.ts';
import type { PartialMatchStore, PartialPut } from '../ports/index.ts';
import type { MatchFate } from './evaluate-record.ts';

/** Where findings are made. */
export interface CorrelatedFold {
  add(match: Match): 'new' | 'folded';
  addCorrelation(match: CorrelationMatch): void;
}

/** What is read of a match that takes part. Given: ids need node:crypto, and this layer compiles without node. */
export interface MatchReader {
  eventId(event: LogEvent): string;
  /** What a finding will show of the match that takes part in the correlation of that id, as text that any store can keep. */
  packEvidence(match: Match, correlation: string): string;
}

/** What correlated matches are made of. */
export interface CorrelatedDeps extends Pick<CorrelatorDeps, 'takes'> {
  readonly tenant: string;
  readonly correlations: readonly CompiledCorrelation[];
  readonly store: PartialMatchStore;
  readonly fold: CorrelatedFold;
  readonly reader: MatchReader;
  /** For scans that hand {@link CorrelatedMatches.recall} on. @default every partial match is kept as it comes */
  readonly candidates?: CandidateDeps;
}

/** What is noted while objects are read first, and taken when they are read again. */
export interface Recall {
  /** Matches noted so far: an object in which it grows is one to be read again. */
  readonly noted: number;
  /** All objects have been read; false where none of what was noted is needed. */
  begin(): boolean;
  /** True if matches of the event may be needed. */
  wants(event: LogEvent): boolean;
  /** Takes a match that no filter suppresses; one that is not needed, or was taken, changes nothing. */
  take(match: Match): void;
}

/** Ids of rules and correlations that make no findings: those that only correlations without `generate` refer to. */
export function silentRules(
  correlations: readonly Pick<CorrelationSpec, 'generate' | 'rules'>[],
): ReadonlySet<string> {
  const loud = new Set(correlations.flatMap(({ generate, rules }) => (generate ? rules : [])));
  return new Set(correlations.flatMap(({ rules }) => rules.filter((rule) => !loud.has(rule))));
}

/** A class because it owns the correlator between the batches of a scan. */
export class CorrelatedMatches {
  readonly #deps: CorrelatedDeps;
  readonly #correlator: Correlator;
  readonly #silent: ReadonlySet<string>;

  constructor(deps: CorrelatedDeps) {
    this.#deps = deps;
    const onMatch = (match: CorrelationMatch) => this.#report(match);
    this.#correlator = new Correlator({ ...deps, onMatch });
    this.#silent = silentRules(deps.correlations);
  }

  /** Takes a match that no filter suppresses. */
  add(match: Match): MatchFate {
    const { fold, reader } = this.#deps;
    const { rule, event } = match;
    const { parts } = this.#correlator.feed(rule.id, new LazyEvent(match, reader));
    if (!this.#silent.has(rule.id)) return fold.add({ rule, event, delivery: match.delivery });
    return parts > 0 ? 'partial' : 'ungrouped';
  }

  /** Takes partial matches that others have made of the same correlations. */
  take(puts: readonly PartialPut[]): void {
    this.#correlator.take(puts);
  }

  /** What was noted and not kept; undefined where nothing is noted. */
  get recall(): Recall | undefined {
    if (this.#deps.candidates === undefined) return undefined;
    const correlator = this.#correlator;
    return {
      get noted() {
        return correlator.noted;
      },
      begin: () => correlator.beginRecall(),
      wants: (event) => correlator.wants({ reader: groupReader(event), timeMs: event.timeMs }),
      take: (match) => correlator.feedAgain(match.rule.id, new LazyEvent(match, this.#deps.reader)),
    };
  }

  /** Partial matches that wait for {@link keep}. */
  get waiting(): number {
    return this.#correlator.waiting;
  }

  /** Stores what waits; called between batches, so that what waits is bounded. */
  async keep(): Promise<void> {
    await this.#correlator.keep();
  }

  /** Stores and judges what waits: afterwards all is found that later events cannot undo. */
  async flush(): Promise<void> {
    await this.#correlator.flush();
  }

  /** Judges what can only be judged once nothing more comes, up to `nowMs`. */
  async settle(nowMs: number): Promise<void> {
    await this.#correlator.settle(nowMs);
  }

  #report(match: CorrelationMatch): void {
    if (!this.#silent.has(match.correlation.id)) this.#deps.fold.addCorrelation(match);
  }
}

/** Reads ids and evidence only if the match takes part: they hash the record. */
class LazyEvent implements FedEvent {
  readonly #match: Match;
  readonly #reader: MatchReader;
  readonly reader: FieldReader;

  constructor(match: Match, reader: MatchReader) {
    this.#match = match;
    this.#reader = reader;
    this.reader = groupReader(match.event);
  }

  get eventId(): string {
    return this.#reader.eventId(this.#match.event);
  }

  get timeMs(): number | undefined {
    return this.#match.event.timeMs;
  }

  get source(): string {
    return this.#match.event.source;
  }

  evidence(correlation: string): string {
    return this.#reader.packEvidence(this.#match, correlation);
  }
}

/** What a source writes where it knows no host. */
const NO_HOST = '-';

/**
 * Computer and ProcessGuid are read as the event's host and process keys: every source has those in its normal form,
 * and findings of single events are identified by them.
 */
export function groupReader(event: LogEvent): FieldReader {
  return {
    field(name) {
      if (name === 'Computer') return event.hostKey === NO_HOST ? undefined : event.hostKey;
      return name === 'ProcessGuid' ? event.entityKey : event.field(name);
    },
    leaves: () => event.leaves(),
  };
}
