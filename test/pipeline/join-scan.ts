// Records of several objects → what a scan with the shipped rules makes of them, the join included.

import assert from 'node:assert/strict';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { DECODER } from '../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { Finding, JsonObject, ScanCounts } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  type ObjectOutcome,
  scanObjects,
  sumCounts,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';

const { rules, correlations } = await loadPack(['rules'], new Map());

/** What came of it, and how often each object was opened. */
export interface JoinScan {
  readonly findings: readonly Finding[];
  readonly counts: ScanCounts;
  readonly outcomes: readonly ObjectOutcome[];
  readonly opened: readonly number[];
}

/** Scans the objects; their counts must add up. */
export async function scanRecords(
  objects: readonly (readonly JsonObject[])[],
  maxWaiting?: number,
): Promise<JoinScan> {
  const opened = objects.map(() => 0);
  const texts = objects.map((records) => records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const listed = texts.map((text, index): ScanObject => {
    const open = async function* () {
      opened[index] = (opened[index] ?? 0) + 1;
      yield new TextEncoder().encode(text);
    };
    return { name: `${index}.ndjson`, size: undefined, open };
  });
  return { ...(await scanListed(listed, maxWaiting)), opened };
}

/** Scans objects of any kind. */
export async function scanListed(
  objects: readonly ScanObject[],
  maxWaiting?: number,
): Promise<Omit<JoinScan, 'opened'>> {
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
  const outcomes = await scanObjects(objects, deps, maxWaiting === undefined ? {} : { maxWaiting });
  await matches.flush();
  const counts = sumCounts(outcomes.map((outcome) => outcome.counts));
  assert.deepEqual(unbalanced(counts), []);
  return { findings: fold.findings(), counts, outcomes };
}
