// An object → its matches, and what became of every record of it.

import {
  type DecodeItem,
  type DecodeOutcome,
  type DecodePosition,
  type Delivery,
  type JsonObject,
  type LateLines,
  type LateRoom,
  type LinePicking,
  ordinalOf,
  type RecordBatch,
  recordsAt,
  type Rejection,
  type Result,
  type ScanCounts,
  type WantedProcesses,
} from '../model/index.ts';
import type { Quarantine, ScanObject } from '../ports/index.ts';
import { type EvaluationDeps, evaluateRecord } from './evaluate-record.ts';
import type { Recall } from './correlated-matches.ts';
import type { LateRules } from './late-rules.ts';
import { type PassedLines, Screening } from './screening.ts';
import { changedProblem, quarantineProblem, type ScanProblem } from './scan-problem.ts';
import type { Screens } from './screens.ts';
import { createTally, type Tally, toCounts } from './tally.ts';

/** Bytes → records. Given, not imported: the decoder needs node:zlib, and this layer compiles without node. */
export interface RecordDecoder {
  decodeObject(
    source: AsyncIterable<Uint8Array>,
    options?: {
      readonly from?: DecodePosition | undefined;
      readonly tellsPositions?: boolean;
      readonly pick?: (() => LinePicking | undefined) | undefined;
      readonly ownsChunks?: boolean | undefined;
    },
  ): AsyncIterable<DecodeItem>;
  parseRecord(batch: RecordBatch, index: number): Result<JsonObject, Rejection>;
  createLateRoom(maxBytes: number): LateRoom;
  /** Records that may be of one of the processes. */
  linesOf(batch: RecordBatch, wanted: WantedProcesses): Iterable<RecordBatch>;
}

/** What a scan is given. */
export interface ScanDeps {
  readonly decoder: RecordDecoder;
  /** Keeps records that could not be read. A failure of it ends the scan: they would be lost. */
  readonly quarantine: Quarantine;
  readonly evaluation: EvaluationDeps;
  /** Called after each batch: what matched is stored before more is read. @default nothing waits */
  readonly flush?: () => Promise<void>;
  /** Of matches that were noted, not kept. The objects are read again for it. @default nothing was noted */
  readonly recall?: Recall | undefined;
  /** Which lines need not be parsed. @default all are */
  readonly screens?: Screens | undefined;
  /** Rules that are judged late, as the screens were told. @default none is */
  readonly lateRules?: LateRules;
  /** Takes the lines that are set aside. @default they are passed over */
  readonly lateLines?: Pick<LateLines, 'add' | 'clear'>;
}

/** The part of an object that one scan reads. */
export interface ScanSpan {
  /** Where an earlier scan of the same object left off. @default its first record */
  readonly from?: DecodePosition | undefined;
  /** Asked behind batches: true leaves the rest to a later scan. @default never */
  isOver?(): boolean;
}

/** How the scan of one object went. */
export interface ObjectOutcome {
  readonly object: string;
  readonly counts: ScanCounts;
  /** How the object was stored; undefined where the scan ended before its end was seen. */
  readonly decoded: DecodeOutcome | undefined;
  /** Present = incomplete: what stood behind the fault was not evaluated. */
  readonly problem: ScanProblem | undefined;
  /** Present = the span was over before the object was: a later scan goes on from there. `decoded` is undefined then. */
  readonly next?: DecodePosition;
  /** Present = some lines were passed over: which ones, for who reads the object again. */
  readonly passed?: PassedLines;
}

/**
 * Streams one object through decode, source and rules. Never throws for what an object holds or how it ends:
 * matches before a fault are delivered and the outcome says that it is incomplete.
 */
export async function scanObject(
  object: ScanObject,
  deps: ScanDeps,
  span: ScanSpan = {},
): Promise<ObjectOutcome> {
  const { from } = span;
  const tally = createTally();
  const screening = new Screening(deps.screens, () => (from?.ordinal ?? 0) + tally.records);
  const scan: ObjectScan = { object: object.name, deps, from, tally, screening };
  const tellsPositions = span.isOver !== undefined;
  const { ownsChunks } = object;
  const options = { from, tellsPositions, pick: () => screening.picking, ownsChunks };
  let outcome: ObjectOutcome | undefined;
  for await (const item of deps.decoder.decodeObject(object.open(from?.storedOffset), options)) {
    if (item.kind === 'end') {
      outcome = finish(scan, item.outcome);
      break;
    }
    if (item.kind === 'position') {
      // A text that is read again from its start tells positions that lie behind already.
      const isNew = item.position.ordinal > (from?.ordinal ?? 0);
      if (!isNew || span.isOver?.() !== true) continue;
      outcome = pause(scan, item.position);
      break;
    }
    const problem = await take(scan, item);
    if (problem !== undefined) return outcomeOf(scan, undefined, problem);
  }
  if (outcome === undefined) {
    throw new TypeError(`the decoder ended without an outcome for ${object.name}`);
  }
  // The object is closed by now: no source and no room is held while it is read again.
  return await readPassed(object, outcome, scan);
}

async function take(
  scan: ObjectScan,
  item: Exclude<DecodeItem, { readonly kind: 'end' | 'position' }>,
): Promise<ScanProblem | undefined> {
  if (item.kind === 'batch') return await evaluateBatch(scan, item.batch);
  if (item.kind === 'rejected') {
    scan.screening.reject(item.rejection.ordinal);
    return await reject(scan, item.rejection);
  }
  const records = item.kind === 'late' ? item.batch.count : item.records;
  scan.tally.records += records;
  scan.tally.skipped += records;
  scan.tally.prefiltered += records;
  scan.screening.pass();
  if (item.kind === 'late') scan.deps.lateLines?.add(item.batch);
  return undefined;
}

/** The scan of one object while it runs. */
interface ObjectScan {
  readonly object: string;
  readonly deps: ScanDeps;
  readonly from: DecodePosition | undefined;
  readonly tally: Tally;
  readonly screening: Screening;
}

/**
 * Where a probe was not what the lines before it were, those that were passed over are evaluated after all: the order of
 * records does not matter. The outcome's counts are then those of a scan that parsed every line.
 */
async function readPassed(
  object: ScanObject,
  outcome: ObjectOutcome,
  scan: ObjectScan,
): Promise<ObjectOutcome> {
  const { screening, tally, from, deps } = scan;
  const { passed } = screening;
  if (!screening.hasFailed) return passed === undefined ? outcome : { ...outcome, passed };
  deps.lateLines?.clear();
  const { records } = tally;
  const rest: ObjectScan = { ...scan, screening: new Screening(undefined, () => 0) };
  let problem = outcome.problem;
  const options = { from, pick: () => screening.rest, ownsChunks: object.ownsChunks };
  for await (const item of deps.decoder.decodeObject(object.open(from?.storedOffset), options)) {
    if (tally.prefiltered === 0) break;
    if (item.kind === 'end') {
      problem ??= item.outcome.error ?? changedProblem(tally.prefiltered, item.outcome);
      break;
    }
    if (item.kind !== 'batch') continue;
    tally.skipped -= item.batch.count;
    tally.prefiltered -= item.batch.count;
    const stopped = await evaluateBatch(rest, item.batch);
    if (stopped !== undefined) return outcomeOf(scan, undefined, stopped);
  }
  tally.records = records;
  const next = outcome.next === undefined ? {} : { next: outcome.next };
  return { ...outcomeOf(scan, outcome.decoded, problem), ...next };
}

/** Evaluates lines that the scan of an object has set aside. A class because counts grow line by line. */
export class LateScan {
  readonly #scan: ObjectScan;
  #taken = 0;
  /** Why no more could be taken. */
  problem: ScanProblem | undefined;

  constructor(object: string, deps: ScanDeps, from: DecodePosition | undefined) {
    const screening = new Screening(undefined, () => 0);
    this.#scan = { object, deps, from, tally: createTally(), screening };
  }

  /** Takes lines, unless there was a problem. */
  async take(batch: RecordBatch): Promise<void> {
    if (this.problem !== undefined) return;
    this.#taken += batch.count;
    this.problem = await evaluateBatch(this.#scan, batch);
  }

  /** What is added to the counts of the object, in which the lines were counted as passed over. */
  get counts(): ScanCounts {
    const { tally } = this.#scan;
    const skipped = tally.skipped - this.#taken;
    return { ...toCounts({ ...tally, records: 0, skipped }), prefiltered: -this.#taken };
  }
}

async function evaluateBatch(
  scan: ObjectScan,
  batch: RecordBatch,
): Promise<ScanProblem | undefined> {
  const { decoder, evaluation: own } = scan.deps;
  const { screening } = scan;
  let ordinal = 0;
  const registry = screening.watch(own.registry, () => ordinal);
  const evaluation = { ...own, registry };
  const kept: number[] = [];
  let problem: ScanProblem | undefined;
  for (let index = 0; index < batch.count && problem === undefined; index++) {
    const parsed = decoder.parseRecord(batch, index);
    ordinal = ordinalOf(batch, index);
    if (parsed.ok) {
      scan.tally.records++;
      const place = () => placeIn(scan.object, batch, index);
      if (evaluateRecord(parsed.value, place, evaluation, scan.tally)) kept.push(index);
      continue;
    }
    screening.reject(ordinal);
    problem = await reject(scan, parsed.error);
  }
  if (kept.length > 0) own.join?.keep?.(recordsAt(batch, kept));
  if (problem === undefined) await scan.deps.flush?.();
  return problem;
}

/** Where the record of that index of a batch stands. */
export function placeIn(object: string, batch: RecordBatch, index: number): Delivery {
  return {
    object,
    ordinal: ordinalOf(batch, index),
    offset: batch.baseOffset + (batch.starts[index] ?? 0),
  };
}

async function reject(scan: ObjectScan, rejection: Rejection): Promise<ScanProblem | undefined> {
  scan.tally.records++;
  scan.tally.rejected++;
  try {
    await scan.deps.quarantine.keep(scan.object, rejection, scan.from?.ordinal);
    return undefined;
  } catch (cause) {
    return quarantineProblem(rejection, cause);
  }
}

/** Takes the decoder's own count of records, so that P1 compares two independent counts; of this span alone. */
function finish(scan: ObjectScan, decoded: DecodeOutcome): ObjectOutcome {
  const { from, tally } = scan;
  tally.records = decoded.records - (from?.ordinal ?? 0);
  tally.bytes = decoded.bytes - (from?.offset ?? 0);
  tally.compressedBytes = decoded.compressedBytes - (from?.storedOffset ?? 0);
  return outcomeOf(scan, decoded, decoded.error);
}

/** The counts of the spans of one object add up to those of one scan of it. */
function pause(scan: ObjectScan, next: DecodePosition): ObjectOutcome {
  const { from, tally } = scan;
  tally.records = next.ordinal - (from?.ordinal ?? 0);
  tally.bytes = next.offset - (from?.offset ?? 0);
  tally.compressedBytes = next.storedOffset - (from?.storedOffset ?? 0);
  return { ...outcomeOf(scan, undefined, undefined), next };
}

function outcomeOf(
  scan: ObjectScan,
  decoded: DecodeOutcome | undefined,
  problem: ScanProblem | undefined,
): ObjectOutcome {
  return { object: scan.object, counts: toCounts(scan.tally), decoded, problem };
}
