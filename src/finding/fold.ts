// Matches → findings: one per rule, process instance and day. Commutative and idempotent, so that redelivery,
// reordering and another split into objects change nothing but provenance.

import {
  type CorrelationMatch,
  type Finding,
  type FindingPart,
  type Match,
  compareText,
} from '../model/index.ts';
import { identifyCorrelation, identifyMatch } from './identity.ts';
import { OpenCorrelation } from './open-correlation.ts';
import { OpenFinding } from './open-finding.ts';

/** What became of a match: it opened a finding, or joined one that was open. */
export type MatchFate = 'new' | 'folded';

/** Sees what findings are made of, for whoever keeps the records behind them. */
export interface FoldWatch {
  /** The finding now shows this match, and no other. */
  shown(findingId: string, match: Match): void;
  /** A window of the finding. */
  window(findingId: string, match: CorrelationMatch): void;
}

/** Findings while matches still arrive. Memory per finding is bounded. */
export class FindingFold {
  readonly #tenant: string;
  readonly #watch: FoldWatch | undefined;
  readonly #open = new Map<string, OpenFinding>();
  readonly #correlated = new Map<string, OpenCorrelation>();

  constructor(tenant: string, watch?: FoldWatch) {
    this.#tenant = tenant;
    this.#watch = watch;
  }

  /** Adds a match; adding it again changes nothing. */
  add(match: Match): MatchFate {
    const identity = identifyMatch(match, this.#tenant);
    const open = this.#open.get(identity.findingId);
    if (open !== undefined) {
      if (open.add(match, identity)) this.#watch?.shown(identity.findingId, match);
      return 'folded';
    }
    this.#open.set(identity.findingId, new OpenFinding(this.#tenant, match, identity));
    this.#watch?.shown(identity.findingId, match);
    return 'new';
  }

  /** Adds a window of a correlation; adding it again changes nothing. */
  addCorrelation(match: CorrelationMatch): void {
    const identity = identifyCorrelation(match, this.#tenant);
    this.#watch?.window(identity.findingId, match);
    const open = this.#correlated.get(identity.findingId);
    if (open !== undefined) open.add(match);
    else {
      const opened = new OpenCorrelation(this.#tenant, match, identity);
      this.#correlated.set(identity.findingId, opened);
    }
  }

  /** Adds what another fold of the same tenant has seen. The other must not be used afterwards. */
  merge(other: FindingFold): void {
    for (const [id, theirs] of other.#open) {
      const ours = this.#open.get(id);
      if (ours === undefined) this.#open.set(id, theirs);
      else ours.merge(theirs);
    }
    for (const [id, theirs] of other.#correlated) {
      const ours = this.#correlated.get(id);
      if (ours === undefined) this.#correlated.set(id, theirs);
      else ours.merge(theirs);
    }
  }

  /** The findings so far, as what the object of that name has of them; by (time, id). */
  parts(object: string): readonly FindingPart[] {
    return partsOf([...this.#open.values(), ...this.#correlated.values()], object);
  }

  /** Those of them that single events make. */
  singleParts(object: string): readonly FindingPart[] {
    return partsOf([...this.#open.values()], object);
  }

  /** Those of them that correlations make. */
  correlatedParts(object: string): readonly FindingPart[] {
    return partsOf([...this.#correlated.values()], object);
  }

  /** The findings so far, by (time, id); without a time last. */
  findings(): readonly Finding[] {
    const all = [...this.#open.values(), ...this.#correlated.values()];
    return all.map((open) => open.toFinding()).sort(compareFindings);
  }
}

function partsOf(all: readonly (OpenFinding | OpenCorrelation)[], object: string) {
  return all
    .map((open): FindingPart => open.toPart(object))
    .sort((a, b) => compareFindings(a.finding, b.finding));
}

/** ISO times sort as texts; `~` stands behind every digit. */
function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.time ?? '~', b.time ?? '~') || compareText(a.id, b.id);
}
