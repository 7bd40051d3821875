// A finding × one version of its object × rules → what they prove of it. In memory: nothing is kept, nobody is told.

import { createMemoryPartialMatches } from '../../adapters/local/index.ts';
import { DECODER } from '../../decode/index.ts';
import {
  contentDigest,
  eventId,
  FindingFold,
  identifyMatch,
  isoTime,
  packEvidence,
} from '../../finding/index.ts';
import type { Delivery, Finding, JsonObject, LogEvent } from '../../model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  problemText,
  scanObjects,
} from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { redactFinding, redactValue } from '../../redact/index.ts';
import type { Registry } from '../../source/index.ts';
import { readRecords } from '../explain/read-records.ts';
import type { Selection } from '../explain/select-rules.ts';
import { underTest } from '../rule-tests/under-test.ts';
import type { StatedFinding } from './stated-finding.ts';

/** What a version is judged by. */
export interface VersionInput {
  readonly finding: StatedFinding;
  readonly object: ScanObject;
  /** Objects with what other events say: starts of its process, the rest of a window. */
  readonly context: readonly ScanObject[];
  /** The finding's rule, as it is today; of neither where there is none. */
  readonly rules: Pick<Selection, 'rules' | 'correlations' | 'context'>;
  readonly registry: Registry;
}

/** The record that the finding shows. */
export interface EvidenceRecord {
  readonly delivery: Delivery;
  /** Of all of it: `c1_` and 27 characters. */
  readonly hash: string;
  readonly record: JsonObject;
}

/** What a version says. */
export interface JudgedVersion {
  /** The finding, found again; undefined = the rules do not find it. */
  readonly again: Finding | undefined;
  /** True where the same tests of the rule held for the same values. */
  readonly isSameEvidence: boolean;
  /** The record behind the finding; undefined = there is no such record. */
  readonly evidence: EvidenceRecord | undefined;
  /** What could not be read to its end. */
  readonly problems: readonly string[];
}

/** Scans the version and the context with the finding's rule, and looks for the record. Never throws for what they hold. */
export async function judgeVersion(input: VersionInput): Promise<JudgedVersion> {
  const { finding, object, context } = input;
  const { findings, problems } = await scanAgain(input, [object, ...context]);
  const again = findings.find(({ id }) => id === finding.id);
  return {
    again,
    isSameEvidence: again !== undefined && isSame(again, finding),
    evidence: await findRecord(input),
    problems,
  };
}

async function scanAgain(
  { finding, rules, registry }: VersionInput,
  objects: readonly ScanObject[],
): Promise<Pick<JudgedVersion, 'problems'> & { readonly findings: readonly Finding[] }> {
  const [correlation] = rules.correlations;
  const { compiled, correlations } = rules.context;
  const tested =
    correlation === undefined
      ? { rules: rules.rules.map(({ rule }) => rule), correlations: [] }
      : underTest(correlation, correlations, compiled);
  const fold = new FindingFold(finding.tenant);
  const matched = new CorrelatedMatches({
    tenant: finding.tenant,
    correlations: tested.correlations,
    store: createMemoryPartialMatches(),
    fold,
    reader: { eventId, packEvidence },
  });
  const outcomes = await scanObjects(objects, {
    decoder: DECODER,
    // Rejected records prove nothing; a scan keeps them.
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry,
      routing: createRouting(tested.rules, new Set(), tested.correlations),
      window: {},
      onMatch: (match) => matched.add(match),
    },
    flush: () => matched.keep(),
  });
  await matched.settle(Number.POSITIVE_INFINITY);
  const problems = outcomes.flatMap(({ object, problem }) =>
    problem === undefined ? [] : [`${object}: ${problemText(problem)}`],
  );
  return { findings: fold.findings(), problems };
}

/** What is stored has no secrets in it: both are compared without. */
function isSame(again: Finding, stated: StatedFinding): boolean {
  const found = JSON.stringify(redactFinding(again).matched);
  return found === JSON.stringify(redactValue(stated.matched));
}

/** The record at the finding's place if it is the one; else one that is, wherever it stands by now. */
async function findRecord(input: VersionInput): Promise<EvidenceRecord | undefined> {
  const { finding, object, registry } = input;
  let elsewhere: EvidenceRecord | undefined;
  for await (const read of readRecords(object, undefined)) {
    if (read.kind !== 'record') continue;
    const reading = registry.read(read.record);
    if (reading.kind !== 'events') continue;
    const event = reading.events.find((one) => isShown(one, input));
    if (event === undefined) continue;
    const { delivery, record } = read;
    const evidence = { delivery, hash: contentDigest(event), record };
    if (delivery.ordinal === finding.delivery.ordinal) return evidence;
    elsewhere ??= evidence;
  }
  return elsewhere;
}

/** A correlation's id says nothing of one event: of those the time and the place do. */
function isShown(event: LogEvent, { finding, rules }: VersionInput): boolean {
  if (finding.time !== isoTime(event.timeMs)) return false;
  if (rules.correlations.length > 0) return true;
  return identifyMatch({ rule: finding.rule, event }, finding.tenant).findingId === finding.id;
}
