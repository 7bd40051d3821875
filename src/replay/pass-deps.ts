// What both passes are given, and what is made of it once for all objects.

import { eventId, packEvidence } from '../finding/index.ts';
import type { CompiledCorrelation, CompiledRule } from '../model/index.ts';
import {
  createDeferral,
  createRouting,
  createScreens,
  type Deferral,
  type EvaluationDeps,
  lateRules,
  type MatchReader,
  type RecordDecoder,
  type Screens,
} from '../pipeline/index.ts';
import type { Quarantine } from '../ports/index.ts';
import { createRegistry, type SourceId } from '../source/index.ts';

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
  /** Which lines the first pass need not parse: what only the second one takes is not among them. */
  readonly screens: Screens;
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
  const deferral = createDeferral(rules, correlations);
  return {
    tenant,
    correlations,
    evaluation: { registry, routing, window: {} },
    deferral,
    screens: createScreens(routing, { keepsOffers: false, lateRules: leftOut(replay, deferral) }),
    decoder,
    quarantine,
  };
}

/** Rules of which the first pass takes no match: late ones, all of whose correlations take them in the second. */
function leftOut(
  { rules, correlations }: Pick<ReplayRules, 'rules' | 'correlations'>,
  deferral: Deferral,
): ReadonlySet<string> {
  const isDeferred = (rule: string) =>
    correlations.every((one) => !one.rules.includes(rule) || deferral.defers(one, rule));
  return new Set([...lateRules(rules, correlations).rules].filter(isDeferred));
}
