// Held connections with what was offered, and partial matches → findings, as one scan of all objects at once would have made them.

import { FindingFold, type FoldWatch } from '../finding/index.ts';
import type { FindingPart, ScanCounts } from '../model/index.ts';
import {
  completeEvent,
  CorrelatedMatches,
  type HeldConnection,
  judgeWhole,
  type MatchReader,
  sumCounts,
  toOffered,
  unpackConnections,
} from '../pipeline/index.ts';
import type { PartialMatchStore, PartialPut } from '../ports/index.ts';
import type { HeldWithOffers } from './held.ts';
import { MATCH_READER, type PassDeps } from './pass-deps.ts';

/** What judging is given. */
export interface JudgeOptions {
  /** Holds partial matches: those of the passes, unless they are given to {@link ReplayJudge.take}, and those of the judge. */
  readonly store: PartialMatchStore;
  /** Sees the records behind findings, for whoever keeps them. @default nobody */
  readonly watch?: FoldWatch;
  readonly reader?: MatchReader;
}

/** Name under which parts of findings are kept that held connections make, as live ones are. */
const JUDGED_BY = 'join';

/** A class because findings gather: whoever has many takes the parts after each of several. */
export class ReplayJudge {
  readonly #deps: PassDeps;
  readonly #fold: FindingFold;
  readonly #matches: CorrelatedMatches;
  #counts: ScanCounts = sumCounts([]);
  #unreadable = 0;

  constructor(deps: PassDeps, { store, watch, reader = MATCH_READER }: JudgeOptions) {
    const { tenant, correlations } = deps;
    this.#deps = deps;
    this.#fold = new FindingFold(tenant, watch);
    this.#matches = new CorrelatedMatches({
      tenant,
      correlations,
      store,
      fold: this.#fold,
      reader,
    });
  }

  /** What came of the connections, beside what the first pass counted of them. */
  get counts(): ScanCounts {
    return this.#counts;
  }

  /** Connections whose records no source reads any more. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Judges connections; their partial matches wait for {@link flush}. */
  judge(connections: readonly HeldWithOffers[]): void {
    const { evaluation } = this.#deps;
    const judged = connections.flatMap(({ body, offered }): readonly HeldConnection[] => {
      const { held, unreadable } = unpackConnections(body, evaluation.registry);
      this.#unreadable += unreadable;
      const found = offered.filter((offers) => offers.length > 0).map(toOffered);
      return held.map(({ event, delivery }) => ({ event: completeEvent(event, found), delivery }));
    });
    const counts = judgeWhole(judged, {
      ...evaluation,
      onMatch: (match) => this.#matches.add(match),
    });
    this.#counts = sumCounts([this.#counts, counts]);
  }

  /** Takes partial matches of the passes. */
  take(puts: readonly PartialPut[]): void {
    this.#matches.take(puts);
  }

  /** Partial matches that wait for {@link flush}. */
  get waiting(): number {
    return this.#matches.waiting;
  }

  /** Stores what waits, and judges the windows that have come about. */
  async flush(): Promise<void> {
    await this.#matches.flush();
  }

  /** Nothing more comes: judges also what later events could have undone. */
  async settle(): Promise<void> {
    await this.#matches.settle(Number.POSITIVE_INFINITY);
  }

  /** The findings so far. */
  parts(): readonly FindingPart[] {
    return this.#fold.parts(JUDGED_BY);
  }
}
