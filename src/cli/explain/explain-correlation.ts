// Objects × a correlation → of each group the window that holds, or comes nearest to it.

import { createMemoryPartialMatches } from '../../adapters/local/index.ts';
import { DECODER } from '../../decode/index.ts';
import { nearestWindow, type NearestWindow } from '../../correlate/index.ts';
import { eventId, packEvidence } from '../../finding/index.ts';
import type {
  CompiledCorrelation,
  CompiledRule,
  CorrelationGroup,
  Delivery,
} from '../../model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  problemText,
  scanObjects,
} from '../../pipeline/index.ts';
import type { PartialMatchStore, ScanObject } from '../../ports/index.ts';
import type { Registry } from '../../source/index.ts';
import { type CorrelationUnderTest, underTest } from '../rule-tests/under-test.ts';

/** A group of a correlation. */
export interface ExplainedGroup {
  readonly groupBy: readonly { readonly name: string; readonly value: string }[];
  readonly window: NearestWindow;
  /** False where the store had no room for all of its events. */
  readonly isExact: boolean;
}

/** A correlation on all objects together. */
export interface ExplainedCorrelation {
  readonly correlation: CompiledCorrelation;
  /** Titles of the rules and correlations it refers to, by id. */
  readonly titles: ReadonlyMap<string, string>;
  /** Matches of its rules that no filter suppresses. */
  readonly matches: number;
  /** Of these, those without a group, a value or a time. */
  readonly ungrouped: number;
  /** Matches that a filter suppresses. */
  readonly suppressed: number;
  /** Those that hold first, then by what they miss. */
  readonly groups: readonly ExplainedGroup[];
  /** Objects that could not be read to their end, and why. */
  readonly incomplete: readonly { readonly object: string; readonly reason: string }[];
}

/** What explaining a correlation is given. */
export interface CorrelationInput {
  readonly objects: readonly ScanObject[];
  readonly correlation: CompiledCorrelation;
  readonly correlations: readonly CompiledCorrelation[];
  readonly rules: readonly CompiledRule[];
  readonly registry: Registry;
  /** Ids of filters that are switched off. */
  readonly disabledFilters: ReadonlySet<string>;
}

const ALL_TIME = [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }];

/** Reads all objects, then looks at every group that the correlation has there. */
export async function explainCorrelation(input: CorrelationInput): Promise<ExplainedCorrelation> {
  const { correlation, correlations, rules, disabledFilters } = input;
  const tested = underTest(correlation, correlations, rules);
  const store = createMemoryPartialMatches();
  const groups = new Map<string, CorrelationGroup>();
  const matched = correlating(tested, watched(store, correlation.id, groups));
  const counts = { matches: 0, ungrouped: 0, suppressed: 0 };
  const outcomes = await scanObjects(input.objects, {
    decoder: DECODER,
    // Rejected records match nothing; explaining rules says of each why.
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: input.registry,
      routing: createRouting(tested.rules, disabledFilters, tested.correlations),
      window: {},
      onMatch(match) {
        const fate = matched.add(match);
        counts.matches++;
        if (fate === 'ungrouped') counts.ungrouped++;
        return fate;
      },
      onSuppressed: () => {
        counts.suppressed++;
      },
    },
    flush: () => matched.keep(),
  });
  const incomplete = outcomes.flatMap(({ object, problem }) =>
    problem === undefined ? [] : [{ object, reason: problemText(problem) }],
  );
  await matched.settle(Number.POSITIVE_INFINITY);
  const explained = await Promise.all(
    [...groups.values()].map(async (group) => groupOf(correlation, group, store)),
  );
  const titles = new Map([...rules, ...correlations].map(({ id, title }) => [id, title]));
  const nearest = explained.flat().toSorted(compareGroups);
  return { correlation, titles, ...counts, groups: nearest, incomplete };
}

function correlating({ correlations }: CorrelationUnderTest, store: PartialMatchStore) {
  const fold = { add: () => 'new' as const, addCorrelation: () => undefined };
  const reader = { eventId, packEvidence };
  // Rules that also report by themselves would be found there, and not be counted as without a group.
  const silent = correlations.map((one) => ({ ...one, generate: false }));
  return new CorrelatedMatches({ tenant: 'explain', correlations: silent, store, fold, reader });
}

/** The store, noting the groups of one correlation. */
function watched(
  store: PartialMatchStore,
  id: string,
  groups: Map<string, CorrelationGroup>,
): PartialMatchStore {
  return {
    put(puts) {
      for (const { group } of puts) {
        if (group.correlation === id) groups.set(JSON.stringify(group.values), group);
      }
      return store.put(puts);
    },
    makeRoom: () => store.makeRoom(),
    range: (group, spans) => store.range(group, spans),
    due: (nowMs) => store.due(nowMs),
    judged: (due) => store.judged(due),
  };
}

async function groupOf(
  correlation: CompiledCorrelation,
  group: CorrelationGroup,
  store: PartialMatchStore,
): Promise<readonly ExplainedGroup[]> {
  const { parts, isWhole: isExact } = await store.range(group, ALL_TIME);
  const window = nearestWindow(correlation, parts);
  if (window === undefined) return [];
  const groupBy = correlation.groupBy.map((name, index) => ({
    name,
    value: group.values[index] ?? '',
  }));
  return [{ groupBy, window, isExact }];
}

function compareGroups({ window: a }: ExplainedGroup, { window: b }: ExplainedGroup): number {
  return (
    Number(b.holds) - Number(a.holds) ||
    a.missing - b.missing ||
    b.matched.length - a.matched.length ||
    b.value - a.value
  );
}

/** Where a partial match stands, as its evidence says. */
export function placeOf(evidence: string): Delivery | undefined {
  const { delivery }: { readonly delivery?: Delivery } = JSON.parse(evidence);
  return delivery;
}
