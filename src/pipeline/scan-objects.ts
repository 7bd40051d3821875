// Objects → their outcomes, connections completed by what any of the objects says of their process: up to three passes.
//
//   pass 1   every object: judge, but hold connections whose verdict a join can change; lines that matter only if somebody asks
//            for their process are set aside
//   then     those that somebody asks for: judge them, and take what they offer
//   then     lines that offer what those who wait ask for: take it
//   pass 2   only if some wait, and only objects that offer more than was kept: take the offers they ask for
//   then     judge what waited, complete or not
//   pass 3   only if correlations have candidates, and only objects that noted something: take the matches they need

import type { LateLines, LateRoom, RecordBatch, ScanCounts } from '../model/index.ts';
import type { ScanObject } from '../ports/index.ts';
import { sumCounts } from './counts.ts';
import type { EvaluationDeps } from './evaluate-record.ts';
import type { JoinOffers } from './join-offers.ts';
import { type BeyondScan, JoinWait } from './join-wait.ts';
import { readAgain, recordsOf, type ScannedPart, scannedPart } from './read-again.ts';
import { recallMatches } from './recall.ts';
import {
  LateScan,
  type ObjectOutcome,
  type ScanDeps,
  type ScanSpan,
  scanObject,
} from './scan-object.ts';
import type { PassedLines } from './screening.ts';
import type { ScanProblem } from './scan-problem.ts';

/** How a scan of several objects is steered. */
export interface ScanControl {
  /** The object as the first pass reads it, for showing progress. @default the object itself */
  follow?(object: ScanObject): ScanObject;
  /** True once no further object is to be begun. @default never */
  isStopped?(): boolean;
  /** Connections that may wait. @default 20,000 */
  readonly maxWaiting?: number;
  /**
   * Bytes of lines that are set aside at once, of all objects, with what is kept of each line beside them; an object of which
   * not all find room is read again. @default 24 MiB
   */
  readonly maxLateBytes?: number;
  /** The same of lines that were parsed, and offer what connections may ask for. @default 8 MiB */
  readonly maxOfferBytes?: number;
  /**
   * Where connections wait for starts of other objects; not together with a recall, which judges them a second time.
   * @default they are judged with what these objects say
   */
  readonly beyond?: BeyondScan;
  /** The part of each object that is read; all passes keep to it. @default all of it */
  readonly span?: ScanSpan;
}

/** A scan of several objects while it runs. */
interface Passes {
  readonly objects: readonly ScanObject[];
  readonly deps: ScanDeps;
  readonly control: ScanControl;
  readonly wait: JoinWait;
  /** Of those that were begun. */
  readonly outcomes: ObjectOutcome[];
  /** By object what stopped a later pass. */
  readonly problems: Map<number, ScanProblem>;
  /** Objects with matches that were noted, not kept. */
  readonly noted: Set<number>;
  /** By object the lines that were set aside, and where they are kept. */
  readonly late: LateLines[];
  readonly room: LateRoom;
  /** Where lines are kept that were parsed and offer something. */
  readonly offerRoom: LateRoom;
}

/** With it a scan of any object stays below 160 MB. */
const MAX_LATE_BYTES = 24 * 2 ** 20;
const MAX_OFFER_BYTES = 8 * 2 ** 20;

/** Scans the objects in turn; outcomes in their order, of those that were begun. Objects are closed in any case. */
export async function scanObjects(
  objects: readonly ScanObject[],
  deps: ScanDeps,
  control: ScanControl = {},
): Promise<readonly ObjectOutcome[]> {
  const wait = new JoinWait(deps.evaluation, control.maxWaiting, control.beyond);
  const passes: Passes = {
    objects,
    deps,
    control,
    wait,
    outcomes: [],
    problems: new Map(),
    noted: new Set(),
    late: [],
    room: deps.decoder.createLateRoom(control.maxLateBytes ?? MAX_LATE_BYTES),
    offerRoom: deps.decoder.createLateRoom(control.maxOfferBytes ?? MAX_OFFER_BYTES),
  };
  try {
    await judgeAll(passes);
    await judgeLate(passes);
    await readOffers(passes);
    const settled = settleWait(passes);
    await deps.flush?.();
    await recallNoted(passes);
    return passes.outcomes.map((outcome, index) =>
      withJoin(outcome, settled.get(index), passes.problems.get(index)),
    );
  } finally {
    passes.room.close();
    passes.offerRoom.close();
    for (const object of objects) await object.close?.();
  }
}

/** The first pass. */
async function judgeAll(passes: Passes): Promise<void> {
  const { objects, deps, control, wait, outcomes, noted, late, room, offerRoom } = passes;
  for (const [index, object] of objects.entries()) {
    if (control.isStopped?.() === true) break;
    const followed = control.follow?.(object) ?? object;
    const lateLines = room.lines();
    const evaluation = asked(wait.evaluationOf(index, offerRoom.lines()), passes);
    const own = { ...deps, lateLines, evaluation };
    const before = deps.recall?.noted;
    const outcome = await scanObject(followed, own, control.span);
    outcomes.push(outcome);
    late.push(lateLines);
    if (deps.recall?.noted !== before) noted.add(index);
  }
}

/** The evaluation; matches of rules that ask for late ones are heard. */
function asked(evaluation: EvaluationDeps, { deps, wait }: Passes): EvaluationDeps {
  const asking = deps.lateRules?.asking;
  if (asking === undefined || asking.size === 0) return evaluation;
  return {
    ...evaluation,
    onMatch: (match) => {
      if (asking.has(match.rule.id)) wait.wants.asks(match.event);
      return evaluation.onMatch(match);
    },
  };
}

/** Lines that were set aside, of processes that somebody asks for. */
async function judgeLate(passes: Passes): Promise<void> {
  const { wait, late, control, outcomes, noted, deps } = passes;
  for (const [index, lines] of late.entries()) {
    const outcome = outcomes[index];
    const { passed } = outcome ?? {};
    const isAsked = !wait.wants.isEmpty && (lines.count > 0 || !lines.isWhole);
    if (
      isAsked &&
      outcome !== undefined &&
      passed !== undefined &&
      control.isStopped?.() !== true
    ) {
      const before = deps.recall?.noted;
      outcomes[index] = await judgeLateOf(index, outcome, passed, passes);
      if (deps.recall?.noted !== before) noted.add(index);
    }
  }
  late.length = 0;
  passes.room.close();
}

async function judgeLateOf(
  index: number,
  outcome: ObjectOutcome,
  passed: PassedLines,
  { objects, deps, wait, late, control }: Passes,
): Promise<ObjectOutcome> {
  const object = objects[index];
  const lines = late[index];
  if (object === undefined || lines === undefined) return outcome;
  const wanted = wait.wants.of(passed.late.spec.ids);
  const from = control.span?.from;
  const scan = new LateScan(object.name, { ...deps, evaluation: wait.lateEvaluation }, from);
  let problem: ScanProblem | undefined;
  if (lines.isWhole) for (const line of lines.of(wanted)) await scan.take(line);
  else {
    const part = scannedPart(object, outcome, from);
    const take = async (batch: RecordBatch) => {
      for (const line of deps.decoder.linesOf(batch, wanted)) await scan.take(line);
    };
    problem = await readAgain(part, deps.decoder, take, passed.late);
  }
  return {
    ...outcome,
    counts: sumCounts([outcome.counts, scan.counts]),
    problem: outcome.problem ?? scan.problem ?? problem,
  };
}

/** The second pass. */
async function readOffers(passes: Passes): Promise<void> {
  const { deps, wait } = passes;
  for (const index of passes.outcomes.keys()) {
    for (const line of wait.askedOf(index)) takeOffers(line, deps, wait.offers);
  }
  passes.offerRoom.close();
  await eachAgain(
    passes,
    (index) => wait.isWanted(index),
    (part, _index, passed) => {
      const take = (batch: RecordBatch) => takeOffers(batch, deps, wait.offers);
      return readAgain(part, deps.decoder, take, passed?.judged);
    },
  );
}

/** Between the passes: counts per object of what waited. */
function settleWait({ deps, wait, outcomes, noted }: Passes): ReadonlyMap<number, ScanCounts> {
  const before = deps.recall?.noted;
  const settled = wait.settle();
  if (deps.recall?.noted !== before) {
    for (const index of outcomes.keys()) if (wait.hasHeld(index)) noted.add(index);
  }
  return settled;
}

/** The third pass. */
async function recallNoted(passes: Passes): Promise<void> {
  const { deps, wait, noted } = passes;
  const { recall } = deps;
  if (recall?.begin() !== true) return;
  await eachAgain(
    passes,
    (index) => noted.has(index),
    (part, index, passed) =>
      recallMatches(part, deps, recall, wait.asJudged(index), passed?.judged),
  );
}

/** Reads what was scanned again. What stops it is a problem of the object: something of it may be lacking. */
async function eachAgain(
  { objects, outcomes, control, problems }: Passes,
  isWanted: (index: number) => boolean,
  read: (
    part: ScannedPart,
    index: number,
    passed: PassedLines | undefined,
  ) => Promise<ScanProblem | undefined>,
): Promise<void> {
  for (const [index, outcome] of outcomes.entries()) {
    const object = objects[index];
    if (control.isStopped?.() === true || object === undefined) break;
    if (!isWanted(index)) continue;
    const problem = await read(
      scannedPart(object, outcome, control.span?.from),
      index,
      outcome.passed,
    );
    if (problem !== undefined && !problems.has(index)) problems.set(index, problem);
  }
}

/** Records that cannot be read were rejected and kept by the first pass. */
function takeOffers(
  batch: RecordBatch,
  { decoder, evaluation }: ScanDeps,
  offers: JoinOffers,
): void {
  for (const [record] of recordsOf(batch, decoder)) {
    const reading = evaluation.registry.read(record);
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
