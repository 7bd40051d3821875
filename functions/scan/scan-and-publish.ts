// One object → its findings kept and published once, or the reason why it must be delivered again.
//
//   ledger: scanned with these rules? ─ yes → acknowledged
//                                     └ no ─→ scan ─→ findings: record, publish what is new ─→ ledger: complete

import {
  ItemTooLargeError,
  S3GoneError,
  type S3Object,
  S3SupersededError,
  StateStoreError,
} from '../../src/adapters/aws/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  deliverFindings,
  type EvaluationDeps,
  type ObjectOutcome,
  type OutboxDeps,
  type OutboxReport,
  problemText,
  type ScanDeps,
  scanObjects,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type {
  ObjectLedger,
  ObjectVersion,
  PartialMatchStore,
  PublishOutcome,
  SendTerms,
} from '../../src/ports/index.ts';
import type { ObjectRef } from './events/delivery.ts';
import { versionNamed, versionRead } from './object-version.ts';
import type { RequestOutcome } from './scan-delivery.ts';

/** What the scan of an object is given. */
export interface ObjectDeps {
  readonly decoder: ScanDeps['decoder'];
  readonly quarantine: ScanDeps['quarantine'];
  readonly evaluation: Omit<EvaluationDeps, 'onMatch'>;
  readonly correlations: readonly CompiledCorrelation[];
  /** Shared by all scans: windows span objects. What later events could undo is judged by settle. */
  readonly partialMatches: PartialMatchStore;
  readonly tenant: string;
  readonly outbox: OutboxDeps;
  readonly ledger: ObjectLedger;
  /** Hash of the rule set. */
  readonly ruleset: string;
  /** Of this attempt at this object, and no other: each call gives an owner that was never given. */
  terms(): SendTerms;
  readonly watch: ObjectWatch;
}

/** Is told what became of an object, for logs and metrics. */
export interface ObjectWatch {
  scanned(outcome: ObjectOutcome, report: Pick<OutboxReport, 'created' | 'known'>): void;
  /**
   * `known`: this version was scanned with these rules. Otherwise it is no more, or another, whose own notification stands
   * for it. Told instead of `scanned`.
   */
  passed(object: string, reason: 'known' | 'superseded' | 'gone'): void;
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
): Promise<RequestOutcome> {
  try {
    return await scanOnce(object, ref, deps);
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
): Promise<RequestOutcome> {
  const { ledger, outbox, ruleset, tenant, watch } = deps;
  const named = versionNamed(ref, tenant);
  if (named !== undefined && (await ledger.read(named))?.ruleset === ruleset) {
    watch.passed(object.name, 'known');
    return { kind: 'done' };
  }
  const fold = new FindingFold(tenant);
  const scanned = await scan(object, fold, deps);
  const version = versionRead(ref, object, tenant) ?? named;
  const parts = fold.parts(version === undefined ? object.name : `${object.name} ${version.etag}`);
  const report = await deliverFindings(parts, outbox, deps.terms());
  // Only now: what the state took is kept, also where it did not take all.
  if (scanned instanceof Error) throw scanned;
  const reason = reasonToPass(object);
  if (reason === undefined) watch.scanned(scanned, report);
  if (report.failures.length > 0) {
    watch.unpublished(object.name, report.failures);
    const count = `${report.failures.length} of ${report.created}`;
    return failed(object, `${count} new findings could not be published`);
  }
  if (reason !== undefined) {
    watch.passed(object.name, reason);
    return { kind: 'done' };
  }
  const fault = faultOf(scanned);
  if (fault !== undefined) return failed(object, fault);
  await complete(version, { ruleset, counts: scanned.counts, findings: parts.length }, ledger);
  return { kind: 'done' };
}

/** The outcome, or what the state refused: findings of single events are there nonetheless. */
async function scan(
  object: S3Object,
  fold: FindingFold,
  { decoder, quarantine, evaluation, tenant, correlations, partialMatches: store }: ObjectDeps,
): Promise<ObjectOutcome | ItemTooLargeError | StateStoreError> {
  const reader = { eventId, packEvidence };
  const matches = new CorrelatedMatches({ tenant, correlations, store, fold, reader });
  try {
    const [outcome] = await scanObjects([object], {
      decoder,
      quarantine,
      evaluation: { ...evaluation, onMatch: (match) => matches.add(match) },
      flush: () => matches.keep(),
    });
    await matches.flush();
    if (outcome === undefined) throw new TypeError(`no outcome for ${object.name}`);
    return outcome;
  } catch (thrown) {
    if (isStateFailure(thrown)) return thrown;
    throw thrown;
  }
}

/** An object that S3 gives no ETag for has no entry: it is scanned each time, and its findings are known. */
async function complete(
  version: ObjectVersion | undefined,
  scan: Parameters<ObjectLedger['complete']>[1],
  ledger: ObjectLedger,
): Promise<void> {
  if (version !== undefined) await ledger.complete(version, scan);
}

/** Why an object is done though it was not read: no incomplete scan, or every overwritten key would raise an alarm. */
function reasonToPass({ failure }: S3Object): 'superseded' | 'gone' | undefined {
  if (failure instanceof S3GoneError) return 'gone';
  return failure instanceof S3SupersededError ? 'superseded' : undefined;
}

/** Why the scan does not count as one that went to its end. */
function faultOf(outcome: ObjectOutcome): string | undefined {
  if (outcome.problem !== undefined) return problemText(outcome.problem);
  const leaks = unbalanced(outcome.counts);
  return leaks.length === 0 ? undefined : leaks.join('; ');
}

function isStateFailure(thrown: unknown): thrown is ItemTooLargeError | StateStoreError {
  return thrown instanceof StateStoreError || thrown instanceof ItemTooLargeError;
}

function failed(object: S3Object, message: string): RequestOutcome {
  return { kind: 'failed', message: `${object.name}: ${message}` };
}
