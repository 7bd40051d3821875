// Pass 1: an object → findings that no other object has a say in, connections that are held, partial matches.

import { FindingFold, type FoldWatch } from '../finding/index.ts';
import type { CompiledCorrelation, FindingPart } from '../model/index.ts';
import {
  canBeCompleted,
  CorrelatedMatches,
  type HeldConnection,
  isCandidate,
  type MatchReader,
  type ObjectOutcome,
  scanObject,
} from '../pipeline/index.ts';
import type { PartialPut, ScanObject } from '../ports/index.ts';
import { createGatheringStore } from './gathering-store.ts';
import { type ReplayHeld, toHeld } from './held.ts';
import { MATCH_READER, type PassDeps } from './pass-deps.ts';

/** Where the first pass leaves what is judged later; called between batches, and waited for. */
export interface FindSink {
  held(connections: readonly ReplayHeld[]): Promise<void>;
  partials(puts: readonly PartialPut[]): Promise<void>;
}

/** How the pass over one object is made. */
export interface FindOptions {
  /** Name under which the object's parts of findings are kept. */
  readonly partName: string;
  /** Sees the records behind findings, for whoever keeps them. @default nobody */
  readonly watch?: FoldWatch;
  readonly reader?: MatchReader;
}

/** What came of an object. */
export interface FoundInObject {
  readonly outcome: ObjectOutcome;
  /** Of findings of single events; what is held and correlated comes later. */
  readonly parts: readonly FindingPart[];
}

/**
 * Reads the object once, and as fast as any scan does: a connection that a join may complete is handed on, however many there
 * are. Never throws for what the object holds.
 */
export async function findPass(
  object: ScanObject,
  deps: PassDeps,
  sink: FindSink,
  { partName, watch, reader = MATCH_READER }: FindOptions,
): Promise<FoundInObject> {
  const { tenant, correlations, evaluation, deferral, screens, decoder, quarantine } = deps;
  const fold = new FindingFold(tenant, watch);
  const store = createGatheringStore();
  const takes = (one: CompiledCorrelation, rule: string) => !deferral.defers(one, rule);
  // A new one for each batch: it remembers groups for a judgement that is made elsewhere.
  const correlated = () =>
    new CorrelatedMatches({ tenant, correlations, store, fold, reader, takes });
  let matches = correlated();
  let held: HeldConnection[] = [];
  const flush = async () => {
    if (held.length > 0) {
      const kept = held.map((one) => toHeld(one, deps));
      held = [];
      await sink.held(kept);
    }
    if (matches.waiting === 0) return;
    await matches.keep();
    await sink.partials(store.takeAll());
    matches = correlated();
  };
  const outcome = await scanObject(object, {
    decoder,
    screens,
    quarantine,
    flush,
    evaluation: {
      ...evaluation,
      onMatch: (match) => matches.add(match),
      join: {
        see: () => false,
        holds(event, placeOf, tally) {
          if (!canBeCompleted(event) || !isCandidate(evaluation.routing, event)) return false;
          tally.joinCandidates++;
          held.push({ event, delivery: placeOf() });
          return true;
        },
      },
    },
  });
  // A batch that met its end half-way was not flushed.
  await flush();
  return { outcome, parts: fold.singleParts(partName) };
}
