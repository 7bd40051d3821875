// A case of a correlation → passed or not, and why. Every timeline is shuffled and redelivered: the answer must not change.

import type { Finding, Match } from '../../model/index.ts';
import type { Registry } from '../../source/index.ts';
import {
  type Arrival,
  type CorrelationUnderTest,
  correlateArrival,
  type Judged,
  judgeAll,
} from './correlate-timeline.ts';
import { type CaseResult, readEvents } from './run-case.ts';
import { shuffle } from './shuffle.ts';
import type { Expectation, RuleCase } from './test-case.ts';

/** Orders tried besides the one written. */
const SHUFFLES = 6;

/** Runs one case. */
export async function runTimeline(
  one: RuleCase,
  tested: CorrelationUnderTest,
  file: string,
  registry: Registry,
): Promise<CaseResult> {
  const { events, problems } = readEvents(one, registry);
  const judged = judgeAll(tested, events);
  const kept = judged.filter(({ suppressedBy }) => suppressedBy === undefined).map(toMatch);
  const findings = await correlateArrival(tested, { matches: kept, batch: kept.length + 1 });
  const found = foundOf(findings, kept, judged);
  const wrong = [
    ...problems,
    ...verdictProblems(one, found, judged),
    ...findingProblems(one, findings),
    ...proofProblems(one, judged),
    ...(await orderProblems(tested, kept, findings)),
  ];
  return {
    file,
    rule: tested.correlation.title,
    name: one.name,
    isPassed: wrong.length === 0,
    expected: one.filter === undefined ? one.expect : `${one.expect} by ${one.filter}`,
    found: [found, ...findings.map(describe)].join('; '),
    problems: wrong,
    explanation: findings[0]?.matched ?? [],
    fields: [],
  };
}

function toMatch({ rule, event }: Judged, ordinal: number): Match {
  return { rule, event, delivery: { object: 'timeline', ordinal, offset: 0 } };
}

function foundOf(
  findings: readonly Finding[],
  kept: readonly Match[],
  judged: readonly Judged[],
): Expectation {
  if (findings.length > 0) return 'match';
  return kept.length === 0 && judged.length > 0 ? 'suppressed' : 'no-match';
}

function verdictProblems(one: RuleCase, found: Expectation, judged: readonly Judged[]) {
  if (found !== one.expect) return [`expected ${one.expect}, found ${found}`];
  if (one.filter === undefined) return [];
  const others = judged.filter(({ suppressedBy }) => suppressedBy?.id !== one.filter);
  return others.length === 0 ? [] : [`expected all matches to be suppressed by ${one.filter}`];
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

async function orderProblems(
  tested: CorrelationUnderTest,
  matches: readonly Match[],
  findings: readonly Finding[],
): Promise<readonly string[]> {
  const expected = coreOf(findings);
  for (let seed = 1; seed <= SHUFFLES; seed++) {
    const arrival: Arrival = {
      matches: shuffle([...matches, ...matches.filter((_, index) => index % 3 === 0)], seed),
      batch: seed,
    };
    if (coreOf(await correlateArrival(tested, arrival)) === expected) continue;
    return [`shuffled with seed ${seed}, and some events twice, the findings are others`];
  }
  return [];
}

/** Where a record was delivered is no part of what was found. */
function coreOf(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(({ delivery: _delivery, ...core }) => core));
}
