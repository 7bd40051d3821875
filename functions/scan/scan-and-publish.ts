// One object → its findings kept and published once, or the reason why it must be delivered again.
//
//   ledger: scanned with these rules? ─ yes → acknowledged
//                                     └ no ─→ scan ─→ findings of single events: record, publish what is new
//                                                  ─→ partial matches ─→ findings of correlations
//                                                  ─→ join: starts and connections, for and by other objects
//                                                  ─→ ledger: complete ─ its time was over → queue: the next hop

import { S3GoneError, type S3Object, S3SupersededError } from '../../src/adapters/aws/index.ts';
import { FindingFold } from '../../src/finding/index.ts';
import type { Balance, CompiledCorrelation, Match } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  type EvaluationDeps,
  type Kept,
  type ObjectOutcome,
  type OutboxDeps,
  type OutboxReport,
  leaksOf,
  objectBalances,
  type ScanDeps,
  scanObjects,
  type ScanSpan,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type {
  LedgerEntry,
  ObjectLedger,
  ObjectVersion,
  PartialMatchStore,
  PartialPut,
  PublishOutcome,
  SendTerms,
  WorkQueue,
} from '../../src/ports/index.ts';
import { withEvidence } from '../shared/held-evidence.ts';
import { isStateFailure } from '../shared/state-failure.ts';
import { type Attempt, failed, faultOf, partName, refused } from './attempt.ts';
import { deliverFound } from '../../src/deliver/index.ts';
import type { Continuation, ObjectRef } from './events/delivery.ts';
import { goOn } from './go-on.ts';
import { entryOf, type Progress, reach } from './hop.ts';
import { ObjectClaim } from './object-claim.ts';
import type { ObjectJoin, ObjectJoinReport } from './object-join.ts';
import { type EvidenceWatch, type KeepingDeps, ObjectKeeping } from './object-keeping.ts';
import type { ObjectTime } from './object-time.ts';
import { type SegmentDeps, SegmentOfObject } from './segment-of-object.ts';
import { versionNamed, versionRead } from './object-version.ts';
import type { RequestOutcome } from './scan-delivery.ts';

/** What the scan of an object is given. */
export interface ObjectDeps extends KeepingDeps {
  readonly decoder: ScanDeps['decoder'];
  readonly screens?: ScanDeps['screens'];
  readonly evaluation: Omit<EvaluationDeps, 'onMatch'>;
  readonly correlations: readonly CompiledCorrelation[];
  /** Shared by all scans: windows span objects. What later events could undo is judged by settle. */
  readonly partialMatches: PartialMatchStore;
  readonly tenant: string;
  readonly outbox: OutboxDeps;
  readonly ledger: ObjectLedger;
  /** Hash of the rule set. */
  readonly ruleset: string;
  /** The join with other objects, for one object. @default connections are judged with what their object says */
  readonly join?: (segment: SegmentOfObject | undefined) => ObjectJoin;
  /** Files of starts. @default starts, and their partial matches, are kept in the state table */
  readonly segments?: SegmentDeps | undefined;
  /** Of this attempt at this object, and no other: each call gives an owner that was never given. */
  terms(): SendTerms;
  /** Where the rest of an object goes whose time is over; undefined where none feeds the function. */
  readonly queue: WorkQueue | undefined;
  readonly watch: ObjectWatch;
}

/** Which part of an object is scanned. */
export interface ObjectPart {
  /** What was done of it before. @default nothing */
  readonly continuation?: Continuation | undefined;
  readonly time: ObjectTime;
}

/** All of it, however long that takes. */
const WHOLE: ObjectPart = { time: { isStopped: () => false, leaseMs: 300_000 } };

/** Is told what became of an object, for logs and metrics. */
export interface ObjectWatch extends EvidenceWatch {
  scanned(outcome: ObjectOutcome, report: Pick<OutboxReport, 'created' | 'known' | 'told'>): void;
  /** What the object and others had for each other. Told before `scanned`, and not part of it. */
  joined(object: string, report: ObjectJoinReport): void;
  /**
   * `known`: this version was scanned with these rules. `handed-on`: another delivery of it has come further. Otherwise
   * it is no more, or another, whose own notification stands for it. Told instead of `scanned`.
   */
  passed(object: string, reason: 'known' | 'superseded' | 'gone' | 'handed-on'): void;
  /** The time was over; another invocation was asked to go on. Told after `scanned`. */
  continued(object: string, progress: Progress): void;
  /** The time was over and nobody goes on: the object is incomplete. Told after `scanned`. */
  stopped(object: string, reason: string): void;
  /** Balances that do not hold: something was lost, or counted twice. */
  leaked(object: string, leaks: readonly string[]): void;
  unpublished(object: string, failures: readonly PublishOutcome[]): void;
  /** The state could not be read or written. */
  stateFailed(object: string, error: Error): void;
}

/**
 * Scans and publishes. Findings of an object that could not be read to its end are kept and published too, and the
 * object is then failed: it is scanned again with the same ids, and never passes for clean. So is an object whose state
 * could not be written: what was found of it is found again, and published by whoever kept it first.
 */
export async function scanAndPublish(
  object: S3Object,
  ref: ObjectRef,
  deps: ObjectDeps,
  part: ObjectPart = WHOLE,
): Promise<RequestOutcome> {
  try {
    return await scanOnce(object, ref, deps, part);
  } catch (thrown) {
    if (!isStateFailure(thrown)) throw thrown;
    deps.watch.stateFailed(object.name, thrown);
    return failed(object, thrown.message);
  }
}

async function scanOnce(
  object: S3Object,
  ref: ObjectRef,
  deps: ObjectDeps,
  { continuation, time }: ObjectPart,
): Promise<RequestOutcome> {
  const { ledger, ruleset, tenant, watch } = deps;
  if (continuation !== undefined && continuation.tenant !== tenant) {
    return failed(object, `the rest is tenant ${continuation.tenant}'s, this is ${tenant}`);
  }
  const named = versionNamed(ref, tenant);
  if (named !== undefined && isScanned(await ledger.read(named), ruleset)) {
    watch.passed(object.name, 'known');
    return { kind: 'done' };
  }
  // With other rules than those of the hops before, the object is scanned from its start.
  const before = continuation?.ruleset === ruleset ? continuation : undefined;
  const terms = deps.terms();
  const { owner } = terms;
  const claimTerms = { owner, ruleset, leaseMs: time.leaseMs, hop: before?.hop ?? 1 };
  const claim = new ObjectClaim(ledger, claimTerms);
  try {
    return await scanClaimed({ object, ref, named, before, time, terms, claim }, deps);
  } finally {
    await claim.release();
  }
}

async function scanClaimed(attempt: Attempt, deps: ObjectDeps): Promise<RequestOutcome> {
  const { object, ref, named, before, time, terms, claim } = attempt;
  const { outbox, tenant, watch, correlations, partialMatches, segments } = deps;
  const versionOf = () => versionRead(ref, object, tenant) ?? named;
  const keeping = new ObjectKeeping(deps);
  const { quarantine, reader, records } = keeping;
  const fold = new FindingFold(tenant, records);
  const make = (put: PartialPut) =>
    withEvidence(put, deps.evaluation, (match) => keeping.packNow(match));
  const segment = segments && new SegmentOfObject(segments, tenant, partialMatches, make);
  const store = segment?.partialMatches ?? partialMatches;
  const matches = new CorrelatedMatches({ tenant, correlations, store, fold, reader });
  const span = { from: before?.position, ...(time.isOver && { isOver: time.isOver }) };
  const guarded = claim.guard(object, versionOf);
  const join = deps.join?.(segment);
  const outcome = await scan(guarded, { matches, join, segment }, { ...deps, quarantine }, span);
  if (claim.refusal !== undefined) return refused(object, claim.refusal, watch);
  const unkept = await keeping.end(object.name, reasonToPass(object) === undefined);
  const version = versionOf();
  const name = partName(object, version, before);
  const correlate = async () => {
    if (outcome instanceof Error) throw outcome;
    await matches.flush();
  };
  const delivered = await deliverFound({ fold, name, correlate }, keeping.outbox(outbox), terms);
  const { parts, report } = delivered;
  // Only now: what the state took is kept, also where it did not take all.
  if (delivered.thrown !== undefined) throw delivered.thrown;
  if (outcome instanceof Error) throw outcome;
  // After the findings that no other object has a say in: these are not to wait for thousands of starts to be kept.
  const joined = await join?.finish();
  if (joined !== undefined) watch.joined(object.name, joined);
  else await segment?.write([], []);
  const balances = objectBalances(outcome.counts, { parts, report });
  const unpublished = {
    failures: [...report.failures, ...(joined?.failures ?? [])],
    of: report.created + (joined?.created ?? 0),
  };
  const scanned = { outcome, version, parts, report, unpublished, balances, unkept };
  return endEarly(attempt, scanned, watch) ?? (await goOnOrComplete(attempt, scanned, deps));
}

/** What an attempt has scanned and kept. */
interface Scanned extends Kept {
  readonly outcome: ObjectOutcome;
  readonly version: ObjectVersion | undefined;
  readonly balances: readonly Balance[];
  /** Findings of the scan and of its join that could not be published. */
  readonly unpublished: { readonly failures: readonly PublishOutcome[]; readonly of: number };
  /** Why rejected records could not be kept. */
  readonly unkept: string | undefined;
}

/** Why the object is over with, or must be delivered again; undefined where it was scanned as far as its time allowed. */
function endEarly(
  attempt: Attempt,
  { outcome, report, unpublished, balances, unkept }: Scanned,
  watch: ObjectWatch,
): RequestOutcome | undefined {
  const { object } = attempt;
  const reason = reasonToPass(object);
  if (reason === undefined) watch.scanned(outcome, report);
  const leaks = [...new Set([...unbalanced(outcome.counts), ...leaksOf(balances)])];
  if (leaks.length > 0) watch.leaked(object.name, leaks);
  const { failures, of } = unpublished;
  if (failures.length > 0) {
    watch.unpublished(object.name, failures);
    return failed(object, `${failures.length} of ${of} new findings could not be published`);
  }
  if (reason !== undefined) {
    watch.passed(object.name, reason);
    return { kind: 'done' };
  }
  const fault = faultOf(outcome, leaks, attempt) ?? unkept;
  return fault === undefined ? undefined : failed(object, fault);
}

async function goOnOrComplete(
  { object, ref, before, claim }: Attempt,
  { outcome, version, parts, balances }: Scanned,
  { ruleset, queue, ledger, watch }: ObjectDeps,
): Promise<RequestOutcome> {
  const reached = reach(before, { counts: outcome.counts, balances, parts });
  const position = outcome.next;
  if (position === undefined) {
    // An object that S3 gives no ETag for has no entry: it is scanned each time, and its findings are known.
    if (version !== undefined) await ledger.complete(version, { ruleset, ...entryOf(reached) });
    claim.completed();
    return { kind: 'done' };
  }
  const [hop, fromBytes] = [before?.hop ?? 1, before?.readBytes ?? 0];
  const part = { ref, version, ruleset, hop, fromBytes, position, reached, queue, claim };
  const next = await goOn(part);
  if (next.kind === 'stopped') {
    watch.stopped(object.name, next.message);
    return failed(object, next.message);
  }
  watch.continued(object.name, next.progress);
  return { kind: 'done' };
}

/** Partial matches that wait until the object has been read: what is found without them is published before. */
const MAX_WAITING_PARTS = 1_000;

/** Lines that offer: here none are set aside unparsed, and those find no room beside them. */
const MAX_OFFER_BYTES = 24 * 2 ** 20;

/** Where what is found goes. */
interface ScanInto {
  readonly matches: CorrelatedMatches;
  readonly join: ObjectJoin | undefined;
  readonly segment: SegmentOfObject | undefined;
}

/** The outcome, or what the state refused: findings of single events are there nonetheless. */
async function scan(
  object: S3Object,
  { matches, join, segment }: ScanInto,
  { decoder, quarantine, evaluation, screens }: ObjectDeps,
  span: ScanSpan,
): Promise<ObjectOutcome | Error> {
  const scanDeps = {
    decoder,
    screens,
    quarantine,
    evaluation: { ...evaluation, onMatch: (match: Match) => matches.add(match) },
    flush: async () => {
      if (matches.waiting > MAX_WAITING_PARTS) await matches.keep();
      await join?.flush();
      await segment?.flush();
    },
  };
  const beyond = join === undefined ? {} : { beyond: join };
  try {
    const control = { span, ...beyond, maxOfferBytes: MAX_OFFER_BYTES };
    const [outcome] = await scanObjects([object], scanDeps, control);
    if (outcome === undefined) throw new TypeError(`no outcome for ${object.name}`);
    return outcome;
  } catch (thrown) {
    if (isStateFailure(thrown)) return thrown;
    throw thrown;
  }
}

/** Why an object is done though it was not read: no incomplete scan, or every overwritten key would raise an alarm. */
function reasonToPass({ failure }: S3Object): 'superseded' | 'gone' | undefined {
  if (failure instanceof S3GoneError) return 'gone';
  return failure instanceof S3SupersededError ? 'superseded' : undefined;
}

/** True where a live scan with these rules is entered: of what a replay found nobody was told. */
function isScanned(entry: LedgerEntry | undefined, ruleset: string): boolean {
  return entry?.ruleset === ruleset && entry.origin === undefined;
}
