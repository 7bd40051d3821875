// What a run found × the stores of a deployment → each finding kept where live scans keep theirs, and who was first to know of it.

import { LEASE_MS } from '../../deliver/index.ts';
import type { Finding, FindingPart, ReplayOrigin } from '../../model/index.ts';
import { deliverFindings, type OutboxDeps } from '../../pipeline/index.ts';
import type { SendTerms } from '../../ports/index.ts';
import type { FoundLine, RunSettings } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import type { RecordFound } from './run-plan.ts';

/** Parts kept at a time. */
const BATCH = 100;

/**
 * Keeps the parts of findings, raw evidence and line of OCSF first, as a live scan does. People are told only by a run that pages.
 * Repeated after any end it gives the same: what the run created is known by the run's own time. Throws EnvironmentError where
 * something could not be kept or published.
 */
export function recordFound(
  outbox: OutboxDeps,
  { id, started, isPaging }: Pick<RunSettings, 'id' | 'started' | 'isPaging'>,
): RecordFound {
  const origin: ReplayOrigin = isPaging ? 'paging-replay' : 'replay';
  const atMs = Date.parse(started);
  const terms = { owner: id, leaseMs: LEASE_MS, atMs, origin };
  return async ({ parts, findings }) => {
    for (const round of roundsOf(parts)) await deliver(round, outbox, terms);
    const found: FoundLine[] = [];
    for (const finding of findings) {
      found.push({ fate: await fateOf(finding, outbox, atMs), finding });
    }
    return found;
  };
}

/** Parts of a finding one after the other: of two at once both would be told. */
function roundsOf(parts: readonly FindingPart[]): readonly (readonly FindingPart[])[] {
  const rounds: FindingPart[][] = [];
  const nth = new Map<string, number>();
  for (const part of parts) {
    const round = nth.get(part.finding.id) ?? 0;
    nth.set(part.finding.id, round + 1);
    const list = rounds[round] ?? [];
    rounds[round] = list;
    list.push(part);
  }
  return rounds;
}

async function deliver(
  parts: readonly FindingPart[],
  outbox: OutboxDeps,
  terms: SendTerms,
): Promise<void> {
  for (let from = 0; from < parts.length; from += BATCH) {
    const { failures } = await deliverFindings(parts.slice(from, from + BATCH), outbox, terms);
    const failure = failures.find(({ kind }) => kind === 'failed');
    if (failure === undefined || failure.kind !== 'failed') continue;
    const { id, code, message } = failure;
    throw new EnvironmentError(
      `finding ${id} could not be kept: ${code}: ${message}; the same command goes on with the run`,
    );
  }
}

/** A live scan that took it over, or had it before, put another time to it. */
async function fateOf(
  { tenant, id }: Finding,
  { findings }: OutboxDeps,
  atMs: number,
): Promise<FoundLine['fate']> {
  const stored = await findings.read(tenant, id);
  return stored?.origin !== undefined && stored.createdMs === atMs ? 'new' : 'known';
}
