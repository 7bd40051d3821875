// Objects × rules → scanned with the prefilter and without it: what the contract lets no prefilter change must be the same.

import assert from 'node:assert/strict';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type {
  CompiledCorrelation,
  CompiledRule,
  DecodePosition,
  Match,
  ScanCounts,
} from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  createJoinPlan,
  createRouting,
  createScreens,
  lateRules,
  type ObjectOutcome,
  type Routing,
  type ScanControl,
  type ScanDeps,
  scanObjects,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';

/** Rules, and the correlations of them. */
export interface Pack {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
}

/** How objects are scanned, the same way twice. */
export interface Manner {
  /** Bytes that are read first: the prefilter begins behind them. @default 2,000 */
  readonly first?: number;
  /** Bytes that are read at once from then on; 8 KB and more are scanned otherwise than less. @default 12,000 */
  readonly chunk?: number;
  /** Each object is left to a later scan after so many places at which that is possible. @default never */
  readonly hop?: number;
  /** What connections of other objects may ask for is kept, as the deployed scan does. @default false */
  readonly keepsOffers?: boolean;
  /** Bytes of lines that may be set aside. @default as many as a scan allows */
  readonly maxLateBytes?: number;
}

/** What a scan came to. */
interface Scanned {
  readonly outcomes: readonly ObjectOutcome[];
  /** Rules whose matches need not all be made. */
  readonly late: ReadonlySet<string>;
  readonly findings: readonly unknown[];
  readonly matches: readonly string[];
  readonly rejected: ReadonlySet<string>;
  /** What was kept for connections of other objects. */
  readonly kept: readonly string[];
}

/** Scans the objects both ways and compares; gives the outcomes of the scan with the prefilter. */
export async function scanBothWays(
  objects: readonly Uint8Array[],
  pack: Pack,
  manner: Manner = {},
): Promise<readonly ObjectOutcome[]> {
  const plain = await scan(objects, pack, manner, false);
  const screened = await scan(objects, pack, manner, true);
  assert.deepEqual(screened.matches, plain.matches);
  assert.deepEqual(screened.findings, plain.findings);
  assert.deepEqual(screened.kept, plain.kept);
  assert.equal(screened.outcomes.length, plain.outcomes.length);
  for (const [index, outcome] of screened.outcomes.entries()) {
    const strict = plain.outcomes[index];
    assert.ok(strict);
    compareOutcomes(outcome, strict, screened.late);
  }
  for (const place of screened.rejected) assert.ok(plain.rejected.has(place), place);
  return screened.outcomes;
}

/** Lines that were passed over, of all objects. */
export function passedOver(outcomes: readonly ObjectOutcome[]): number {
  return outcomes.reduce((sum, { counts }) => sum + (counts.prefiltered ?? 0), 0);
}

function compareOutcomes(
  screened: ObjectOutcome,
  strict: ObjectOutcome,
  late: ReadonlySet<string>,
): void {
  assert.deepEqual(screened.problem, strict.problem);
  assert.deepEqual(screened.decoded, strict.decoded);
  assert.deepEqual(screened.next, strict.next);
  assert.deepEqual(unbalanced(screened.counts), []);
  // Where nothing was passed over, and where a probe failed, the counts are those of a strict scan.
  if (screened.counts.prefiltered === undefined) {
    assert.deepEqual(screened.counts, strict.counts);
  } else {
    assert.deepEqual(exactCounts(screened.counts, late), exactCounts(strict.counts, late));
  }
}

/** The counts that passing lines over must not change. */
function exactCounts(counts: ScanCounts, late: ReadonlySet<string>) {
  const { records, bytes, compressedBytes, newMatches, foldedMatches } = counts;
  const { joinCandidates, joined, joinOverflow, suppressedPerFilter } = counts;
  const perRule = Object.entries(counts.matchesPerRule).filter(([id]) => !late.has(id));
  return [
    [records, bytes, compressedBytes, newMatches, foldedMatches],
    [joinCandidates, joined, joinOverflow, suppressedPerFilter],
    perRule.sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
}

async function scan(
  objects: readonly Uint8Array[],
  { rules, correlations }: Pack,
  manner: Manner,
  isScreened: boolean,
): Promise<Scanned> {
  const fold = new FindingFold('acme');
  const matches = new CorrelatedMatches({
    tenant: 'acme',
    correlations,
    store: createMemoryPartialMatches(),
    fold,
    reader: { eventId, packEvidence },
    ...(correlations.length > 0 && {
      candidates: { store: createMemoryPartialMatches(), maxKept: 3 },
    }),
  });
  const { keepsOffers = false, maxLateBytes } = manner;
  const routing = createRouting(rules, new Set(), correlations);
  const seesAll = !keepsOffers && manner.hop === undefined;
  const late = lateRules(rules, seesAll ? correlations : []);
  const told: string[] = [];
  const rejected = new Set<string>();
  const deps: ScanDeps = {
    decoder: DECODER,
    quarantine: {
      keep: async (object, { ordinal, offset, code }) => {
        rejected.add(`${object} ${ordinal} ${offset} ${code}`);
      },
    },
    evaluation: {
      registry: createRegistry({ mapSecurityEvents: true }),
      routing,
      window: {},
      onMatch: (match) => {
        // Of late rules alone what correlations make of their matches is told.
        if (!late.rules.has(match.rule.id)) told.push(placeOf(match));
        return matches.add(match);
      },
    },
    flush: () => matches.keep(),
    ...(seesAll && { recall: matches.recall }),
    ...(isScreened && {
      lateRules: late,
      screens: createScreens(routing, { keepsOffers, lateRules: late.rules }),
    }),
  };
  const kept = new Set<string>();
  const control = {
    ...(keepsOffers && { beyond: keeping(routing, kept) }),
    ...(maxLateBytes !== undefined && { maxLateBytes }),
    // Whoever keeps no lines reads objects again for what they offer: the other scan must find the same without that.
    ...(!isScreened && { maxOfferBytes: 0 }),
  };
  const outcomes = await scanEach(objects.map(objectOf(manner)), deps, control, manner.hop);
  await matches.settle(Number.POSITIVE_INFINITY);
  return {
    outcomes,
    late: late.rules,
    findings: fold.findings(),
    matches: told.sort(),
    rejected,
    kept: [...kept].sort(),
  };
}

function placeOf({ rule, event, delivery }: Match): string {
  const { object, ordinal, offset } = delivery;
  return `${rule.id} ${object} ${ordinal} ${offset} ${event.joinedFields?.join() ?? ''}`;
}

/** All in one scan, or, in hops, each by itself. */
async function scanEach(
  objects: readonly ScanObject[],
  deps: ScanDeps,
  control: ScanControl,
  hop: number | undefined,
): Promise<readonly ObjectOutcome[]> {
  if (hop === undefined) return await scanObjects(objects, deps, control);
  const outcomes: ObjectOutcome[] = [];
  for (const object of objects) {
    let from: DecodePosition | undefined;
    do {
      let left = hop;
      const span = { from, isOver: () => --left <= 0 };
      const [outcome] = await scanObjects([object], deps, { ...control, span });
      assert.ok(outcome);
      outcomes.push(outcome);
      from = outcome.next;
    } while (from !== undefined);
  }
  return outcomes;
}

function keeping(routing: Routing, kept: Set<string>): NonNullable<ScanControl['beyond']> {
  const plan = createJoinPlan(routing);
  return {
    see: (event) => {
      for (const offer of plan.offersToKeep(event))
        kept.add(JSON.stringify([event.source, event.joinOffer?.key, offer]));
    },
    takes: () => new Set(),
  };
}

function objectOf({ first = 2_000, chunk = 12_000 }: Manner) {
  return (bytes: Uint8Array, index: number): ScanObject => {
    let isOpen = false;
    return {
      name: `object-${index}`,
      size: bytes.length,
      async *open(from = 0) {
        assert.ok(!isOpen, 'an object is closed before it is read again');
        isOpen = true;
        try {
          // Copies: the decoder may give a chunk's memory back.
          yield bytes.slice(from, from + first);
          for (let at = from + first; at < bytes.length; at += chunk) {
            yield bytes.slice(at, at + chunk);
          }
        } finally {
          isOpen = false;
        }
      },
    };
  };
}
