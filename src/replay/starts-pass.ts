// Pass 2: an object that was read → of its events what held connections ask for, and the matches that deferred correlations lack.

import { FindingFold } from '../finding/index.ts';
import type { CompiledCorrelation, Delivery, LogEvent, RecordBatch } from '../model/index.ts';
import {
  CorrelatedMatches,
  type EventJoin,
  judgeEvent,
  offersOf,
  placeIn,
  recordsOf,
  type ScanProblem,
  scanObject,
} from '../pipeline/index.ts';
import type { KeyOffers, PartialPut, ScanObject } from '../ports/index.ts';
import { createGatheringStore } from './gathering-store.ts';
import { MATCH_READER, type PassDeps } from './pass-deps.ts';
import { type Wanted, wantedGroup, wantedKey } from './wanted.ts';

/** Where the second pass leaves what it finds; called between batches, and waited for. */
export interface StartsSink {
  offers(offers: readonly KeyOffers[]): Promise<void>;
  partials(puts: readonly PartialPut[]): Promise<void>;
}

/**
 * Lines that no rule could match and that offer nothing are passed over. What stops it is the outcome: starts behind that were
 * not seen. Records that cannot be read were rejected by the first pass.
 */
export async function startsPass(
  object: ScanObject,
  deps: PassDeps,
  wanted: Wanted,
  sink: StartsSink,
): Promise<ScanProblem | undefined> {
  const pass = new StartsPass(deps, wanted);
  const { decoder, screens, evaluation } = deps;
  const { registry, routing } = evaluation;
  const flush = () => pass.flush(sink);
  // Nothing is kept of lines that are set aside: each is looked at as it comes.
  const lateLines = {
    add(batch: RecordBatch) {
      for (const [record, index] of recordsOf(batch, decoder)) {
        const reading = registry.read(record);
        if (reading.kind !== 'events') continue;
        for (const event of reading.events) pass.take(event, placeIn(object.name, batch, index));
      }
    },
    clear: () => undefined,
  };
  const join: EventJoin = {
    see: () => false,
    holds(event, placeOf) {
      pass.take(event, placeOf());
      return true;
    },
  };
  const { problem } = await scanObject(object, {
    decoder,
    screens,
    lateLines,
    quarantine: { keep: () => Promise.resolve() },
    evaluation: { registry, routing, window: {}, onMatch: () => 'ungrouped', join },
    flush,
  });
  // Lines that were set aside behind the last batch.
  await flush();
  return problem;
}

/** A class because offers and matches gather between batches. */
class StartsPass {
  readonly #deps: PassDeps;
  readonly #wanted: Wanted;
  readonly #store = createGatheringStore();
  #matches: CorrelatedMatches;
  #offers: KeyOffers[] = [];

  constructor(deps: PassDeps, wanted: Wanted) {
    this.#deps = deps;
    this.#wanted = wanted;
    this.#matches = this.#correlated();
  }

  take(event: LogEvent, delivery: Delivery): void {
    const { tenant, deferral, evaluation } = this.#deps;
    const { joinOffer, source } = event;
    if (joinOffer !== undefined && this.#wanted.has(wantedKey(source, joinOffer.key))) {
      this.#offers.push({ key: { tenant, source, key: joinOffer.key }, offers: offersOf(event) });
    }
    const groups = deferral.deferredGroups(event);
    if (!groups.some((group) => this.#wanted.has(wantedGroup(group)))) return;
    for (const { rule, suppressedBy } of judgeEvent(evaluation.routing, event)) {
      if (suppressedBy === undefined) this.#matches.add({ rule, event, delivery });
    }
  }

  async flush(sink: StartsSink): Promise<void> {
    const offers = this.#offers;
    this.#offers = [];
    if (offers.length > 0) await sink.offers(offers);
    if (this.#matches.waiting === 0) return;
    await this.#matches.keep();
    await sink.partials(this.#store.takeAll());
    this.#matches = this.#correlated();
  }

  /** A new one for each batch: it remembers groups for a judgement that is made elsewhere. */
  #correlated(): CorrelatedMatches {
    const { tenant, correlations, deferral } = this.#deps;
    const takes = (one: CompiledCorrelation, rule: string, values: readonly string[]) =>
      deferral.defers(one, rule) && this.#wanted.has(wantedGroup({ correlation: one.id, values }));
    const fold = new FindingFold(tenant);
    const ofMatches = { store: this.#store, fold, reader: MATCH_READER, takes };
    return new CorrelatedMatches({ tenant, correlations, ...ofMatches });
  }
}
