// Objects × rules → outcomes and findings: one fold over all objects.

import { createMemoryPartialMatches, type PathProblem } from '../../adapters/local/index.ts';
import { DECODER } from '../../decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../finding/index.ts';
import type { CompiledCorrelation, CompiledRule } from '../../model/index.ts';
import {
  type CorrelatedDeps,
  CorrelatedMatches,
  createRouting,
  createScreens,
  lateRules,
  type ScanDeps,
  scanObjects,
} from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { createRegistry } from '../../source/index.ts';
import { reasonOf } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { type ScanFlags, windowOf } from './options.ts';
import type { Rejections } from './rejections.ts';
import type { ScanResult } from './summary.ts';

/** What a run is given. */
export interface RunInput {
  readonly objects: readonly ScanObject[];
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly flags: ScanFlags;
  readonly rejections: Rejections;
  readonly progress: Progress;
}

/** Of partial matches that candidates have, beside those of the other correlations. */
const CANDIDATE_BYTES = 64 * 2 ** 20;

/** Scans one object after the other; once the signal fires, no further one is begun. */
export async function runScan(input: RunInput, signal: AbortSignal): Promise<ScanResult> {
  const startedMs = performance.now();
  const fold = new FindingFold(input.flags.tenant);
  const store = createMemoryPartialMatches();
  const candidates = createMemoryPartialMatches({ maxBytes: CANDIDATE_BYTES });
  const matches = correlate(input, fold, { store, candidates: { store: candidates } });
  const deps = depsOf(input, matches);
  const outcomes = await scanObjects(input.objects, deps, {
    follow: (object) => input.progress.follow(object),
    isStopped: () => signal.aborted,
  });
  // Nothing more comes: conditions that later events could have undone are judged too.
  await (signal.aborted ? matches.flush() : matches.settle(Number.POSITIVE_INFINITY));
  input.progress.stop();
  const problems = await closeQuarantine(input);
  return {
    outcomes,
    objects: input.objects.length,
    findings: fold.findings(),
    overflowed: store.overflowed + candidates.overflowed,
    conflicting: store.conflicting + candidates.conflicting,
    seconds: (performance.now() - startedMs) / 1_000,
    isInterrupted: signal.aborted,
    problems,
  };
}

/** A quarantine that cannot be finished is a problem of the scan, not the end of its findings. */
async function closeQuarantine({ rejections, flags }: RunInput): Promise<readonly PathProblem[]> {
  try {
    await rejections.close();
    return [];
  } catch (cause) {
    const message = `the quarantine could not be finished: ${reasonOf(cause)}`;
    return [{ path: flags.quarantine ?? '-', message }];
  }
}

function correlate(
  { correlations, flags }: RunInput,
  fold: FindingFold,
  stores: Pick<CorrelatedDeps, 'store' | 'candidates'>,
): CorrelatedMatches {
  const reader = { eventId, packEvidence };
  return new CorrelatedMatches({ tenant: flags.tenant, correlations, ...stores, fold, reader });
}

function depsOf(
  { rules, correlations, flags, rejections }: RunInput,
  matches: CorrelatedMatches,
): ScanDeps {
  const { source, mapSecurityEvents = false, strict = false } = flags;
  const routing = createRouting(rules, new Set(flags.filter), correlations);
  const late = lateRules(rules, correlations);
  return {
    decoder: DECODER,
    quarantine: rejections,
    evaluation: {
      registry: createRegistry({
        mapSecurityEvents,
        ...(source === undefined ? {} : { only: source }),
      }),
      routing,
      window: windowOf(flags),
      onMatch: (match) => matches.add(match),
    },
    flush: () => matches.keep(),
    recall: matches.recall,
    ...(!strict && {
      lateRules: late,
      screens: createScreens(routing, { keepsOffers: false, lateRules: late.rules }),
    }),
  };
}
