// Pass 2: an object that was read → of its events what held connections ask for, and the matches that deferred correlations lack.

import { FindingFold } from '../finding/index.ts';
import type { CompiledCorrelation, LogEvent } from '../model/index.ts';
import {
  CorrelatedMatches,
  judgeEvent,
  offersOf,
  placeIn,
  readAgain,
  recordsOf,
  type ScanProblem,
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
 * Reads as many records as the first pass did. What stops it is the outcome: starts behind that were not seen. Records that
 * cannot be read were rejected by the first pass.
 */
export async function startsPass(
  object: ScanObject,
  deps: PassDeps,
  wanted: Wanted,
  sink: StartsSink,
  endOrdinal: number = Number.POSITIVE_INFINITY,
): Promise<ScanProblem | undefined> {
  const { tenant, correlations, evaluation, deferral, decoder } = deps;
  const { registry, routing } = evaluation;
  const store = createGatheringStore();
  const takes = (one: CompiledCorrelation, rule: string, values: readonly string[]) =>
    deferral.defers(one, rule) && wanted.has(wantedGroup({ correlation: one.id, values }));
  const fold = new FindingFold(tenant);
  const reader = MATCH_READER;
  const correlated = () =>
    new CorrelatedMatches({ tenant, correlations, store, fold, reader, takes });
  let matches = correlated();
  let offers: KeyOffers[] = [];
  const take = (event: LogEvent, placeOf: () => ReturnType<typeof placeIn>) => {
    const { joinOffer, source } = event;
    if (joinOffer !== undefined && wanted.has(wantedKey(source, joinOffer.key))) {
      offers.push({ key: { tenant, source, key: joinOffer.key }, offers: offersOf(event) });
    }
    if (!deferral.deferredGroups(event).some((group) => wanted.has(wantedGroup(group)))) return;
    for (const { rule, suppressedBy } of judgeEvent(routing, event)) {
      if (suppressedBy === undefined) matches.add({ rule, event, delivery: placeOf() });
    }
  };
  return await readAgain({ object, from: undefined, endOrdinal }, decoder, async (batch) => {
    for (const [record, index] of recordsOf(batch, decoder)) {
      if (batch.firstOrdinal + index >= endOrdinal) break;
      const reading = registry.read(record);
      if (reading.kind !== 'events') continue;
      for (const event of reading.events) take(event, () => placeIn(object.name, batch, index));
    }
    if (offers.length > 0) await sink.offers(offers);
    offers = [];
    if (matches.waiting === 0) return;
    await matches.keep();
    await sink.partials(store.takeAll());
    matches = correlated();
  });
}
