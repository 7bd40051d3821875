// One object → its findings on the topic, or the reason why it must be delivered again.

import { S3GoneError, type S3Object, S3SupersededError } from '../../src/adapters/aws/index.ts';
import { toMessage } from '../../src/alert/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation, RuleGuide } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  type EvaluationDeps,
  type ObjectOutcome,
  problemText,
  type ScanDeps,
  scanObjects,
  unbalanced,
} from '../../src/pipeline/index.ts';
import type { AlertSink, PartialMatchStore, PublishOutcome } from '../../src/ports/index.ts';
import type { RequestOutcome } from './scan-delivery.ts';

/** What the scan of an object is given. */
export interface ObjectDeps {
  readonly decoder: ScanDeps['decoder'];
  readonly quarantine: ScanDeps['quarantine'];
  readonly evaluation: Omit<EvaluationDeps, 'onMatch'>;
  /** Rules and correlations by id. */
  readonly rules: ReadonlyMap<string, { readonly guide: RuleGuide | undefined }>;
  readonly correlations: readonly CompiledCorrelation[];
  /**
   * Where correlations keep their events: of one delivery. Windows that span deliveries are not seen, and what later
   * events could undo is never judged here.
   */
  readonly partialMatches: PartialMatchStore;
  readonly tenant: string;
  readonly sink: AlertSink;
  readonly watch: ObjectWatch;
}

/** Is told what became of an object, for logs and metrics. */
export interface ObjectWatch {
  scanned(outcome: ObjectOutcome, findings: number): void;
  /** The object is no more, or another, whose own notification stands for it. Told instead of `scanned`. */
  passed(object: string, reason: 'superseded' | 'gone'): void;
  unpublished(object: string, failures: readonly PublishOutcome[]): void;
}

/**
 * Scans and publishes. Findings of an object that could not be read to its end are published too, and the
 * object is then failed: it is scanned again with the same ids, and never passes for clean.
 */
export async function scanAndPublish(object: S3Object, deps: ObjectDeps): Promise<RequestOutcome> {
  const fold = new FindingFold(deps.tenant);
  const { tenant, correlations, partialMatches: store } = deps;
  const reader = { eventId, packEvidence };
  const matches = new CorrelatedMatches({ tenant, correlations, store, fold, reader });
  const [outcome] = await scanObjects([object], {
    decoder: deps.decoder,
    quarantine: deps.quarantine,
    evaluation: { ...deps.evaluation, onMatch: (match) => matches.add(match) },
    flush: () => matches.keep(),
  });
  await matches.flush();
  if (outcome === undefined) throw new TypeError(`no outcome for ${object.name}`);
  const findings = fold.findings();
  const messages = findings.map((finding) =>
    toMessage(finding, { origin: 'live', guide: deps.rules.get(finding.rule.id)?.guide }),
  );
  const report = await deps.sink.publish(messages);
  const unsent = report.outcomes.filter(({ kind }) => kind === 'failed');
  const reason = reasonToPass(object);
  if (reason === undefined) deps.watch.scanned(outcome, findings.length);
  if (unsent.length > 0) {
    deps.watch.unpublished(object.name, unsent);
    return failed(object, `${unsent.length} of ${messages.length} findings could not be published`);
  }
  if (reason === undefined) return judge(object, outcome);
  deps.watch.passed(object.name, reason);
  return { kind: 'done' };
}

/** Why an object is done though it was not read: no incomplete scan, or every overwritten key would raise an alarm. */
function reasonToPass({ failure }: S3Object): 'superseded' | 'gone' | undefined {
  if (failure instanceof S3GoneError) return 'gone';
  return failure instanceof S3SupersededError ? 'superseded' : undefined;
}

function judge(object: S3Object, outcome: ObjectOutcome): RequestOutcome {
  if (outcome.problem !== undefined) {
    return failed(object, problemText(outcome.problem));
  }
  const leaks = unbalanced(outcome.counts);
  return leaks.length === 0 ? { kind: 'done' } : failed(object, leaks.join('; '));
}

function failed(object: S3Object, message: string): RequestOutcome {
  return { kind: 'failed', message: `${object.name}: ${message}` };
}
