// What a scan has found → kept and published. Findings of single events go first: those of correlations wait for the state.

import type { FindingFold } from '../finding/index.ts';
import type { FindingPart } from '../model/index.ts';
import { deliverFindings, type OutboxDeps, type OutboxReport, sumTold } from '../pipeline/index.ts';
import type { SendTerms } from '../ports/index.ts';

/** What a scan has found. */
export interface Found {
  readonly fold: FindingFold;
  /** Name under which its parts of findings are kept. */
  readonly name: string;
  /** Stores what correlations need, and judges it: adds findings to the fold, also where it fails. */
  correlate(): Promise<void>;
}

/** What was kept, and what correlating threw, if it did. */
export interface Delivered {
  readonly parts: readonly FindingPart[];
  readonly report: OutboxReport;
  readonly thrown?: unknown;
}

/**
 * Delivers what was found. A scan that dies in between has its object delivered again: then the findings are known, and
 * what correlations need is stored.
 */
export async function deliverFound(
  { fold, name, correlate }: Found,
  outbox: OutboxDeps,
  terms: SendTerms,
): Promise<Delivered> {
  const single = fold.singleParts(name);
  const first = await deliverFindings(single, outbox, terms);
  const failure = await correlate().then(
    () => ({}),
    (thrown: unknown) => ({ thrown }),
  );
  const correlated = fold.correlatedParts(name);
  const second = await deliverFindings(correlated, outbox, terms);
  return { parts: [...single, ...correlated], report: sumOf(first, second), ...failure };
}

function sumOf(one: OutboxReport, other: OutboxReport): OutboxReport {
  return {
    created: one.created + other.created,
    known: one.known + other.known,
    fates: [...one.fates, ...other.fates],
    told: sumTold([one.told, other.told]),
    failures: [...one.failures, ...other.failures],
  };
}
