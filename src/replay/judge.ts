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
import { createGatheringStore } from './gathering-store.ts';
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

/** Partial matches that are stored at a time: a store that is full lets go of what lies behind these, of whatever correlation. */
const STORED_AT_ONCE = 1_000;

/** A class because findings gather: whoever has many takes the parts after each of several. */
export class ReplayJudge {
  readonly #deps: PassDeps;
  readonly #fold: FindingFold;
  readonly #matches: CorrelatedMatches;
  /** What connections give to correlations, on its way to {@link ReplayJudge.flush}. */
  readonly #gathered = createGatheringStore();
  readonly #gathering: () => CorrelatedMatches;
  #ofHeld: CorrelatedMatches;
  #taken: PartialPut[] = [];
  #counts: ScanCounts = sumCounts([]);
  #unreadable = 0;

  constructor(deps: PassDeps, { store, watch, reader = MATCH_READER }: JudgeOptions) {
    const { tenant, correlations } = deps;
    this.#deps = deps;
    this.#fold = new FindingFold(tenant, watch);
    const shared = { tenant, correlations, fold: this.#fold, reader };
    this.#matches = new CorrelatedMatches({ ...shared, store });
    this.#gathering = () => new CorrelatedMatches({ ...shared, store: this.#gathered });
    this.#ofHeld = this.#gathering();
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
      onMatch: (match) => this.#ofHeld.add(match),
    });
    this.#counts = sumCounts([this.#counts, counts]);
  }

  /** Takes partial matches of the passes, in any order; they wait for {@link flush}. */
  take(puts: readonly PartialPut[]): void {
    for (const put of puts) this.#taken.push(put);
  }

  /** Partial matches that wait for {@link flush}. */
  get waiting(): number {
    return this.#ofHeld.waiting + this.#taken.length + this.#matches.waiting;
  }

  /**
   * Stores what waits, and judges the windows that have come about. By time, across correlations: a store in memory that is
   * full lets go of what is long past, and that must not be one half of a sequence whose other half is yet to come.
   */
  async flush(): Promise<void> {
    await this.store(Number.POSITIVE_INFINITY);
    await this.#matches.flush();
  }

  /**
   * Stores what waits of events before that time, and judges only what a full store makes it judge. For whoever takes more than
   * memory should hold, by time: what is later waits on.
   */
  async store(untilMs: number): Promise<void> {
    await this.#ofHeld.keep();
    this.#ofHeld = this.#gathering();
    this.take(this.#gathered.takeAll());
    const puts = this.#taken.filter(({ part }) => part.timeMs < untilMs);
    this.#taken = this.#taken.filter(({ part }) => !(part.timeMs < untilMs));
    puts.sort((a, b) => a.part.timeMs - b.part.timeMs);
    for (let from = 0; from < puts.length; from += STORED_AT_ONCE) {
      this.#matches.take(puts.slice(from, from + STORED_AT_ONCE));
      await this.#matches.keep();
    }
  }

  /** Nothing more comes: judges also what later events could have undone. */
  async settle(): Promise<void> {
    await this.flush();
    await this.#matches.settle(Number.POSITIVE_INFINITY);
  }

  /** The findings so far. */
  parts(): readonly FindingPart[] {
    return this.#fold.parts(JUDGED_BY);
  }
}
