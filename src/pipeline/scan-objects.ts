// Objects → their outcomes, connections completed by what any of the objects says of their process: two passes.
//
//   pass 1   every object: judge, but hold connections whose verdict a join can change
//   pass 2   only if some wait, and only objects that offer something: take the offers they ask for
//   then     judge what waited, complete or not

import type { DecodePosition, RecordBatch, ScanCounts } from '../model/index.ts';
import type { ScanObject } from '../ports/index.ts';
import { sumCounts } from './counts.ts';
import type { JoinOffers } from './join-offers.ts';
import { JoinWait } from './join-wait.ts';
import { type ObjectOutcome, type ScanDeps, type ScanSpan, scanObject } from './scan-object.ts';
import type { ScanProblem } from './scan-problem.ts';

/** How a scan of several objects is steered. */
export interface ScanControl {
  /** The object as the first pass reads it, for showing progress. @default the object itself */
  follow?(object: ScanObject): ScanObject;
  /** True once no further object is to be begun. @default never */
  isStopped?(): boolean;
  /** Connections that may wait. @default 20,000 */
  readonly maxWaiting?: number;
  /** The part of each object that is read; both passes keep to it. @default all of it */
  readonly span?: ScanSpan;
}

/** Scans the objects in turn; outcomes in their order, of those that were begun. Objects are closed in any case. */
export async function scanObjects(
  objects: readonly ScanObject[],
  deps: ScanDeps,
  control: ScanControl = {},
): Promise<readonly ObjectOutcome[]> {
  const wait = new JoinWait(deps.evaluation, control.maxWaiting);
  try {
    const outcomes: ObjectOutcome[] = [];
    for (const [index, object] of objects.entries()) {
      if (control.isStopped?.() === true) break;
      const followed = control.follow?.(object) ?? object;
      const evaluation = wait.evaluationOf(index);
      outcomes.push(await scanObject(followed, { ...deps, evaluation }, control.span));
    }
    const problems = await readOffers(objects, outcomes, deps, wait, control);
    const settled = wait.settle();
    await deps.flush?.();
    return outcomes.map((outcome, index) =>
      withJoin(outcome, settled.get(index), problems.get(index)),
    );
  } finally {
    for (const object of objects) await object.close?.();
  }
}

/** The second pass. What stops it is a problem of the object: connections may lack what stood behind. */
async function readOffers(
  objects: readonly ScanObject[],
  outcomes: readonly ObjectOutcome[],
  deps: ScanDeps,
  wait: JoinWait,
  { isStopped, span }: ScanControl,
): Promise<ReadonlyMap<number, ScanProblem>> {
  const problems = new Map<number, ScanProblem>();
  for (const [index, object] of objects.slice(0, outcomes.length).entries()) {
    if (isStopped?.() === true) break;
    if (!wait.isWanted(index)) continue;
    const part = { from: span?.from, end: outcomes[index]?.next };
    const problem = await readObject(object, part, deps, wait.offers);
    if (problem !== undefined) problems.set(index, problem);
  }
  return problems;
}

async function readObject(
  object: ScanObject,
  {
    from,
    end,
  }: { readonly from: DecodePosition | undefined; readonly end: DecodePosition | undefined },
  deps: ScanDeps,
  offers: JoinOffers,
): Promise<ScanProblem | undefined> {
  const bytes = object.open(from?.storedOffset);
  for await (const item of deps.decoder.decodeObject(bytes, { from })) {
    if (item.kind === 'end') return item.outcome.error;
    if (item.kind !== 'batch') continue;
    const { firstOrdinal, count } = item.batch;
    if (end !== undefined && firstOrdinal >= end.ordinal) return undefined;
    takeOffers(item.batch, deps, offers);
    if (end !== undefined && firstOrdinal + count >= end.ordinal) return undefined;
  }
  throw new TypeError(`the decoder ended without an outcome for ${object.name}`);
}

/** Records that cannot be read were rejected and kept by the first pass. */
function takeOffers(
  batch: RecordBatch,
  { decoder, evaluation }: ScanDeps,
  offers: JoinOffers,
): void {
  for (let index = 0; index < batch.count; index++) {
    const parsed = decoder.parseRecord(batch, index);
    if (!parsed.ok) continue;
    const reading = evaluation.registry.read(parsed.value);
    if (reading.kind !== 'events') continue;
    for (const event of reading.events) offers.take(event);
  }
}

function withJoin(
  outcome: ObjectOutcome,
  settled: ScanCounts | undefined,
  problem: ScanProblem | undefined,
): ObjectOutcome {
  return {
    ...outcome,
    counts: settled === undefined ? outcome.counts : sumCounts([outcome.counts, settled]),
    problem: outcome.problem ?? problem,
  };
}
