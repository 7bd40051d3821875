// What both passes are given, and what is made of it once for all objects.

import { eventId, packEvidence } from '../finding/index.ts';
import type { CompiledCorrelation, CompiledRule } from '../model/index.ts';
import {
  createRouting,
  type EvaluationDeps,
  type MatchReader,
  type RecordDecoder,
} from '../pipeline/index.ts';
import type { Quarantine } from '../ports/index.ts';
import { createRegistry, type SourceId } from '../source/index.ts';
import { createDeferral, type Deferral } from './deferral.ts';

/** Rules and switches of a replay: the same in every pass, on every machine. */
export interface ReplayRules {
  readonly tenant: string;
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  /** The only source that is recognised. @default each record's own */
  readonly source?: SourceId | undefined;
  readonly mapSecurityEvents?: boolean;
  /** Filters that are off, by id. */
  readonly disabledFilters?: ReadonlySet<string>;
}

/** What passes and judge work with. */
export interface PassDeps {
  readonly tenant: string;
  readonly correlations: readonly CompiledCorrelation[];
  readonly evaluation: Omit<EvaluationDeps, 'onMatch'>;
  readonly deferral: Deferral;
  readonly decoder: RecordDecoder;
  /** Is told of rejected records by the first pass. */
  readonly quarantine: Quarantine;
}

/** Reads ids and evidence of matches, as every scan does. */
export const MATCH_READER: MatchReader = { eventId, packEvidence };

/** Makes them. */
export function createPassDeps(
  replay: ReplayRules,
  { decoder, quarantine }: Pick<PassDeps, 'decoder' | 'quarantine'>,
): PassDeps {
  const { tenant, rules, correlations, source, mapSecurityEvents = false } = replay;
  const registry = createRegistry({
    mapSecurityEvents,
    ...(source === undefined ? {} : { only: source }),
  });
  const routing = createRouting(rules, replay.disabledFilters ?? new Set(), correlations);
  return {
    tenant,
    correlations,
    evaluation: { registry, routing, window: {} },
    deferral: createDeferral(rules, correlations),
    decoder,
    quarantine,
  };
}
