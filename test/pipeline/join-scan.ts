// Records of several objects → what a scan with the shipped rules makes of them, the join included.

import assert from 'node:assert/strict';
import { loadPack } from '../../src/cli/rule-pack.ts';
import type { Finding, JsonObject, ScanCounts } from '../../src/model/index.ts';
import {
  type ObjectOutcome,
  type ScanControl,
  sumCounts,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { scanTogether } from './scan-together.ts';

const PACK = await loadPack(['rules'], new Map());

/** What a scan may hold. */
export type ScanLimits = Pick<ScanControl, 'maxWaiting' | 'maxOfferBytes'>;

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
  limits: ScanLimits = {},
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
  return { ...(await scanListed(listed, limits)), opened };
}

/** Scans objects of any kind. */
export async function scanListed(
  objects: readonly ScanObject[],
  limits: ScanLimits = {},
): Promise<Omit<JoinScan, 'opened'>> {
  const { fold, matches, outcomes } = await scanTogether(objects, PACK, limits);
  await matches.flush();
  const counts = sumCounts(outcomes.map((outcome) => outcome.counts));
  assert.deepEqual(unbalanced(counts), []);
  return { findings: fold.findings(), counts, outcomes };
}
