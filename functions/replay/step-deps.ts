// What the steps of a replay are given; and how findings of a run are kept and, if it pages, told.

import type { S3Object } from '../../src/adapters/aws/index.ts';
import type { RecordKeeping } from '../../src/deliver/index.ts';
import type { FindingPart } from '../../src/model/index.ts';
import { deliverFindings, type OutboxDeps } from '../../src/pipeline/index.ts';
import type {
  Clock,
  ObjectLedger,
  PartialMatchStore,
  ProcessStore,
  QuarantineFiles,
  RunFiles,
} from '../../src/ports/index.ts';
import type { FoundLine, PassDeps, PlannedS3Object } from '../../src/replay/index.ts';
import type { ReplayRun } from './input.ts';

/** How much time an invocation has left. */
export interface StepTime {
  /** True while another thing may be begun. */
  hasTime(): boolean;
  /** Ends what is being read. */
  readonly signal: AbortSignal;
}

/** What all steps are given. */
export interface StepDeps {
  readonly run: ReplayRun;
  readonly passes: PassDeps;
  /** Exactly what was planned, until the time is over. */
  open(planned: PlannedS3Object): S3Object;
  readonly files: RunFiles;
  /** The run's own: no live function sees what is in them. All partial matches are due at once. */
  readonly processes: ProcessStore;
  readonly partialMatches: PartialMatchStore;
  readonly ledger: ObjectLedger;
  readonly outbox: OutboxDeps;
  /** Keeps the records behind what is found, for one object or one round of judging. */
  keeping(): RecordKeeping;
  openQuarantine(): QuarantineFiles;
  /** Hash of rules and code. */
  readonly ruleset: string;
  readonly clock: Clock;
  readonly time: StepTime;
}

/** Longer than the function runs: nobody else takes up what is in hand. */
const LEASE_MS = 20 * 60_000;

/** What became of parts: a line for each that was kept. Throws where one could not be kept, or published. */
export async function deliverParts(
  parts: readonly FindingPart[],
  owner: string,
  keeping: RecordKeeping,
  { run, outbox, clock }: StepDeps,
): Promise<readonly FoundLine[]> {
  const origin = run.isPaging ? ('paging-replay' as const) : ('replay' as const);
  // The same owner whenever the object is read again: the store gives it the same answers.
  const terms = { owner: `${run.id} ${owner}`, leaseMs: LEASE_MS, atMs: clock.nowMs(), origin };
  const { fates, failures } = await deliverFindings(parts, keeping.outbox(outbox), terms);
  const [failure] = failures;
  if (failure?.kind === 'failed') {
    throw new Error(
      `finding ${failure.id} was not kept or told: ${failure.code}: ${failure.message}`,
    );
  }
  const lines: FoundLine[] = [];
  for (const [index, { finding }] of parts.entries()) {
    const isNew = fates[index] === 'created' || (await isOfRun(finding, run, outbox));
    lines.push({ fate: isNew ? 'new' : 'known', finding });
  }
  return lines;
}

/** A batch that is read again finds its own findings: they are new all the same. */
async function isOfRun(
  { tenant, id }: FindingPart['finding'],
  { started }: ReplayRun,
  { findings }: OutboxDeps,
): Promise<boolean> {
  const stored = await findings.read(tenant, id);
  return stored?.origin !== undefined && stored.createdMs >= Date.parse(started);
}
