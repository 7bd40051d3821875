// A case of a correlation → passed or not, and why. Every timeline is shuffled and redelivered: the answer must not change.

import type { Finding, JsonObject } from '../../model/index.ts';
import type { Registry } from '../../source/index.ts';
import { attributionProblems, type CaseResult, readEvents } from './run-case.ts';
import { type Judged, type RecordScan, scanRecords } from './scan-records.ts';
import { shuffle } from './shuffle.ts';
import type { Expectation, RuleCase } from './test-case.ts';
import type { CorrelationUnderTest } from './under-test.ts';

/** Orders tried besides the one written. */
const SHUFFLES = 6;

/** Runs one case. */
export async function runTimeline(
  one: RuleCase,
  tested: CorrelationUnderTest,
  file: string,
  registry: Registry,
): Promise<CaseResult> {
  const { problems } = readEvents(one, registry);
  const scan = await scanRecords([one.records], tested);
  const findings = ownFindings(scan, tested);
  const found = await foundOf(findings, scan, one, tested);
  const wrong = [
    ...problems,
    ...verdictProblems(one, found, scan.judged),
    ...findingProblems(one, findings),
    ...proofProblems(one, scan.judged),
    ...attributionProblems(one, scan.counts.unattributed),
    ...(await orderProblems(one, tested, findings)),
  ];
  return {
    file,
    rule: tested.correlation.title,
    name: one.name,
    tags: one.tags,
    parity: one.parity,
    isPassed: wrong.length === 0,
    expected: one.filter === undefined ? one.expect : `${one.expect} by ${one.filter}`,
    found: [found, ...findings.map(describe)].join('; '),
    problems: wrong,
    explanation: findings[0]?.matched ?? [],
    fields: [],
  };
}

/** The correlation's own; those of rules that it takes part in with others are not what the case is about. */
function ownFindings({ findings }: RecordScan, { correlation }: CorrelationUnderTest) {
  return findings.filter(({ rule }) => rule.id === correlation.id);
}

/** Suppressed: it would have fired without the filters. */
async function foundOf(
  findings: readonly Finding[],
  { judged }: RecordScan,
  { records }: RuleCase,
  tested: CorrelationUnderTest,
): Promise<Expectation> {
  if (findings.length > 0) return 'match';
  const filters = judged.flatMap(({ suppressedBy }) => suppressedBy?.id ?? []);
  if (filters.length === 0) return 'no-match';
  const disabledFilters = new Set(tested.rules.flatMap((rule) => rule.filters.map(({ id }) => id)));
  const unfiltered = await scanRecords([records], { ...tested, disabledFilters });
  return ownFindings(unfiltered, tested).length > 0 ? 'suppressed' : 'no-match';
}

function verdictProblems(one: RuleCase, found: Expectation, judged: readonly Judged[]) {
  if (found !== one.expect) return [`expected ${one.expect}, found ${found}`];
  if (one.filter === undefined) return [];
  const filters = new Set(judged.flatMap(({ suppressedBy }) => suppressedBy?.id ?? []));
  if (filters.size === 1 && filters.has(one.filter)) return [];
  return [`expected filter ${one.filter} alone, found ${[...filters].join(', ')}`];
}

/** A correlation that is only seen to fire proves little: the case says how often, on which day and by how much. */
function findingProblems(one: RuleCase, findings: readonly Finding[]): readonly string[] {
  if (one.findings === undefined) {
    return one.expect === 'match'
      ? ['a match must state its "findings": day, value and count']
      : [];
  }
  const expected = one.findings.map(({ day, value, count }) => `${day} value ${value} of ${count}`);
  const found = findings.map(describe);
  if (expected.toSorted().join() === found.toSorted().join()) return [];
  return [`expected findings ${expected.join(', ')}; found ${found.join(', ') || 'none'}`];
}

function describe({ day, correlation, count }: Finding): string {
  return `${day} value ${correlation?.value} of ${count}`;
}

/** A window that no event is in did not say no. */
function proofProblems(one: RuleCase, judged: readonly Judged[]): readonly string[] {
  if (judged.length > 0 || one.isUnrouted) return [];
  return ['the correlation never ran: no event matches a rule that it refers to'];
}

/** Orders of the records, not of what matched: whichever of start and connection comes first, they are joined. */
async function orderProblems(
  one: RuleCase,
  tested: CorrelationUnderTest,
  findings: readonly Finding[],
): Promise<readonly string[]> {
  const expected = coreOf(findings);
  const again = one.records.filter((_, index) => index % 3 === 0);
  for (let seed = 1; seed <= SHUFFLES; seed++) {
    const records = shuffle([...one.records, ...again], seed);
    const scan = await scanRecords(splitAfter(records, seed), tested);
    if (coreOf(ownFindings(scan, tested)) === expected) continue;
    return [`shuffled with seed ${seed}, and some records twice, the findings are others`];
  }
  return [];
}

/** Objects of so many records: after each, what matched is judged. */
function splitAfter(records: readonly JsonObject[], size: number) {
  const objects: (readonly JsonObject[])[] = [];
  for (let start = 0; start < records.length; start += size) {
    objects.push(records.slice(start, start + size));
  }
  return objects;
}

/** Where a record was delivered is no part of what was found. */
function coreOf(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(({ delivery: _delivery, ...core }) => core));
}
