// Raw records × rules → what a scan says of them: the decoder, join, judgement and correlations of every other scan.

import { createMemoryPartialMatches } from '../../adapters/local/index.ts';
import { DECODER } from '../../decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../finding/index.ts';
import type {
  CompiledCorrelation,
  CompiledFilter,
  CompiledRule,
  Finding,
  JsonObject,
  Match,
  ScanCounts,
} from '../../model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  type ScanDeps,
  scanObjects,
  sumCounts,
} from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { createRegistry } from '../../source/index.ts';

/** Rules, and correlations each behind those that it refers to. */
export interface ScannedRules {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  /** Ids of filters that are off. @default all are on */
  readonly disabledFilters?: ReadonlySet<string>;
}

/** A match, and the filter that suppresses it, if one does. Its event is as the join completed it. */
export interface Judged {
  readonly match: Match;
  readonly suppressedBy: CompiledFilter | undefined;
}

/** What came of it. */
export interface RecordScan {
  readonly judged: readonly Judged[];
  /** Of rules and correlations, once nothing more is expected. */
  readonly findings: readonly Finding[];
  readonly counts: ScanCounts;
}

/** Whose records: part of the findings' ids, which no case states. */
const TENANT = 'test';

/** Scans the records as if each list were an object; what matched is judged after each. */
export async function scanRecords(
  objects: readonly (readonly JsonObject[])[],
  { rules, correlations, disabledFilters }: ScannedRules,
): Promise<RecordScan> {
  const fold = new FindingFold(TENANT);
  const store = createMemoryPartialMatches();
  const reader = { eventId, packEvidence };
  const matches = new CorrelatedMatches({ tenant: TENANT, correlations, store, fold, reader });
  const judged: Judged[] = [];
  const deps: ScanDeps = {
    decoder: DECODER,
    quarantine: { keep: refuse },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, disabledFilters, correlations),
      window: {},
      onMatch(match) {
        judged.push({ match, suppressedBy: undefined });
        return matches.add(match);
      },
      onSuppressed: (match, suppressedBy) => judged.push({ match, suppressedBy }),
    },
    flush: () => matches.flush(),
  };
  const outcomes = await scanObjects(objects.map(toObject), deps);
  await matches.settle(Number.POSITIVE_INFINITY);
  const counts = sumCounts(outcomes.map((outcome) => outcome.counts));
  return { judged, findings: fold.findings(), counts };
}

/** A record that we wrote as JSON ourselves can be read. */
async function refuse(object: string): Promise<never> {
  throw new TypeError(`a record of ${object} cannot be read`);
}

function toObject(records: readonly JsonObject[], index: number): ScanObject {
  const bytes = new TextEncoder().encode(
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  );
  return { name: `object ${index + 1}`, size: bytes.length, open: () => once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
