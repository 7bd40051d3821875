// A finding and the versions of its object → proved, disproved, or why it cannot be told.

import type { ScanObject } from '../../ports/index.ts';
import { type ExplainedCorrelation, explainCorrelation } from '../explain/explain-correlation.ts';
import { explainObjects } from '../explain/explain-objects.ts';
import type { Explained } from '../explain/explained.ts';
import { createRouting } from '../../pipeline/index.ts';
import { plural } from '../plural.ts';
import { type JudgedVersion, judgeVersion, type VersionInput } from './judge-version.ts';

/**
 * `proved`: the same finding again, from the same record. `disproved`: the record is there, and the rules of today do not find it.
 * `changed`: the object is there, its record is not. `gone`: neither is. `undecided`: something that it takes could not be read.
 */
export type Verdict = 'proved' | 'disproved' | 'changed' | 'gone' | 'undecided';

/** A version of the object, newest first. */
export interface FoundVersion {
  readonly object: ScanObject;
  /** How it is told from others of its key: `etag …, version …`; absent for a file. */
  readonly name?: string;
  /** Asked once it was read: true where there is no such object. @default it is there */
  isGone?(): boolean;
}

/** The versions, or why there are none. */
export interface FoundVersions {
  readonly versions: readonly FoundVersion[];
  /** True where older ones were left out. */
  readonly isCut: boolean;
  /** Why less could be seen than there may be: a permission. */
  readonly caution?: string;
}

/** What verifying says. */
export interface Verified extends Partial<JudgedVersion> {
  readonly verdict: Verdict;
  /** A sentence for people; may quote a log. */
  readonly reason: string;
  /** The version that was judged. */
  readonly version?: string;
  /** Why the rule does not match the record; of `disproved`. */
  readonly explained: readonly Explained[];
  readonly correlation?: ExplainedCorrelation;
}

/** What is judged, but for the object. */
export type VerifyInput = Omit<VersionInput, 'object'> & {
  readonly found: FoundVersions;
  readonly nowMs: number;
};

/** Looks at one version after the other until one holds the record. */
export async function verifyFinding(input: VerifyInput): Promise<Verified> {
  const { found } = input;
  const { versions } = found;
  const problems: string[] = [];
  let gone = 0;
  for (const { object, name, isGone } of versions) {
    const judged = await judgeVersion({ ...input, object });
    const version = name === undefined ? {} : { version: name };
    if (judged.again !== undefined && judged.evidence !== undefined) {
      return { verdict: 'proved', reason: provedBy(judged), ...version, explained: [], ...judged };
    }
    if (judged.evidence !== undefined)
      return { ...(await notFound(input, object, judged)), ...version };
    if (isGone?.() === true) gone++;
    else problems.push(...judged.problems);
  }
  return noRecord(input, problems, gone === versions.length);
}

/** None of the versions has the record. */
function noRecord(
  { found: { versions, isCut, caution }, finding }: VerifyInput,
  problems: readonly string[],
  isGone: boolean,
): Verified {
  const says = (verdict: Verdict, reason: string) => ({ verdict, reason, explained: [], problems });
  const [unsure = caution] = problems;
  if (unsure !== undefined) return says('undecided', unsure);
  if (isGone) return says('gone', `${finding.delivery.object} is not there`);
  const looked = versions.length === 1 ? 'it' : `any of its ${plural(versions.length, 'version')}`;
  const reason = `${finding.delivery.object} is there, but the record of the finding is not in ${looked}`;
  if (!isCut) return says('changed', reason);
  return says('undecided', `${reason}; older versions were not read`);
}

function provedBy({ isSameEvidence }: JudgedVersion): string {
  return isSameEvidence
    ? 'the record is there, and the same tests of the rule hold for it'
    : 'the record is there, and the rules find it, by other tests or values than stated: the rule changed, or other objects were read';
}

/** The record is there. */
async function notFound(
  input: VerifyInput,
  object: ScanObject,
  judged: JudgedVersion,
): Promise<Verified> {
  const { finding, context, rules } = input;
  const [problem] = judged.problems;
  if (rules.rules.length + rules.correlations.length === 0) {
    const reason = `no rule of today has the id ${finding.rule.id}`;
    return { verdict: 'disproved', reason, ...judged, explained: [] };
  }
  if (problem !== undefined)
    return { verdict: 'undecided', reason: problem, ...judged, explained: [] };
  if (finding.isOfSeveral && context.length === 0) {
    const reason =
      'the record is there, but the finding needs other events: name their objects by --context';
    return { verdict: 'undecided', reason, ...judged, explained: [] };
  }
  const why = await explain(input, object, judged);
  return {
    verdict: 'disproved',
    reason: 'the record is there, and the rule does not match it',
    ...judged,
    ...why,
  };
}

async function explain(
  { context, rules, registry, nowMs }: VerifyInput,
  object: ScanObject,
  { evidence }: JudgedVersion,
): Promise<Pick<Verified, 'explained' | 'correlation'>> {
  const objects = [object, ...context];
  const disabledFilters = new Set<string>();
  const [correlation] = rules.correlations;
  if (correlation !== undefined) {
    const { compiled, correlations } = rules.context;
    const whole = { objects, correlation, correlations, rules: compiled };
    const explained = await explainCorrelation({ ...whole, registry, disabledFilters });
    return { explained: [], correlation: explained };
  }
  const explained: Explained[] = [];
  const results = explainObjects({
    objects,
    rules: rules.rules,
    loaded: createRouting(rules.context.compiled),
    registry,
    ordinal: evidence?.delivery.ordinal,
    settings: { disabledFilters, nowMs, newId: () => crypto.randomUUID() },
  });
  for await (const result of results) {
    if (result.kind !== 'explained') continue;
    const { object: name, ordinal } = result.explained.delivery;
    if (name === object.name && ordinal === evidence?.delivery.ordinal)
      explained.push(result.explained);
  }
  return { explained };
}
