// Objects and rules → one scan of all of them, with everything in memory, and its matches folded.

import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  type ObjectOutcome,
  type ScanControl,
  scanObjects,
} from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import type { CompiledRuleset } from '../../src/sigma/index.ts';
import { createRegistry } from '../../src/source/index.ts';

/** What is scanned for. */
export type ScanRules = Pick<CompiledRuleset, 'rules' | 'correlations'>;

/** A scan whose correlations wait for more, or for being told that there is none. */
export interface TogetherScan {
  readonly fold: FindingFold;
  readonly matches: CorrelatedMatches;
  readonly outcomes: readonly ObjectOutcome[];
}

/** Scans them. */
export async function scanTogether(
  objects: readonly ScanObject[],
  { rules, correlations }: ScanRules,
  limits: Pick<ScanControl, 'maxWaiting' | 'maxOfferBytes'> = {},
): Promise<TogetherScan> {
  const fold = new FindingFold('acme');
  const matches = new CorrelatedMatches({
    tenant: 'acme',
    correlations,
    store: createMemoryPartialMatches(),
    fold,
    reader: { eventId, packEvidence },
  });
  const deps = {
    decoder: DECODER,
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
      onMatch: matches.add.bind(matches),
    },
    flush: () => matches.keep(),
  };
  return { fold, matches, outcomes: await scanObjects(objects, deps, limits) };
}
