// A case × its rule → passed or not, and why. Records go the way of a scan: recognised, routed, joined, judged, filtered.

import type { CompiledRule, LogEvent, MatchedTest } from '../../model/index.ts';
import { createRouting } from '../../pipeline/index.ts';
import type { Registry } from '../../source/index.ts';
import { type Judged, scanRecords } from './scan-records.ts';
import type { Expectation, ParityClaim, RuleCase } from './test-case.ts';

/** How a case went. */
export interface CaseResult {
  readonly file: string;
  readonly rule: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly parity: ParityClaim | undefined;
  readonly isPassed: boolean;
  readonly expected: string;
  readonly found: string;
  /** What is wrong, in sentences; empty for a passed case. */
  readonly problems: readonly string[];
  /** The tests that decided, where the rule matched. */
  readonly explanation: readonly MatchedTest[];
  /** What the rule's fields read, where it did not match. */
  readonly fields: readonly (readonly [string, unknown])[];
}

/** Runs one case. */
export async function runCase(
  one: RuleCase,
  rule: CompiledRule,
  file: string,
  registry: Registry,
): Promise<CaseResult> {
  const { events, problems } = readEvents(one, registry);
  const routing = createRouting([rule]);
  const { judged, counts } = await scanRecords([one.records], { rules: [rule], correlations: [] });
  const kept = judged.filter(({ suppressedBy }) => suppressedBy === undefined);
  const [shown] = kept.length > 0 ? kept : judged;
  const found = foundOf(kept, judged);
  const explanation = shown === undefined ? [] : rule.explain(shown.match.event);
  const isRouted = events.some((event) => routing.rulesFor(event).length > 0);
  const wrong = [
    ...problems,
    ...verdictProblems(one, found, judged),
    ...matchedProblems(one, found, explanation),
    ...routingProblems(one, found, isRouted),
    ...attributionProblems(one, counts.unattributed),
  ];
  return {
    file,
    rule: rule.title,
    name: one.name,
    tags: one.tags,
    parity: one.parity,
    isPassed: wrong.length === 0,
    expected: one.filter === undefined ? one.expect : `${one.expect} by ${one.filter}`,
    found: describeFound(found, shown),
    problems: wrong,
    explanation,
    fields: shown === undefined ? fieldsOf(rule, events) : [],
  };
}

/** The events of a case's records, and which records are not what the case says. */
export function readEvents(one: RuleCase, registry: Registry) {
  const problems: string[] = [];
  const events: LogEvent[] = [];
  for (const [index, record] of one.records.entries()) {
    const reading = registry.read(record);
    if (reading.kind === 'unrecognised') {
      problems.push(`record ${index + 1} is of no source we know`);
    } else if (reading.kind === 'ambiguous') {
      problems.push(`record ${index + 1} is claimed by ${reading.sources.join(' and ')}`);
    } else {
      events.push(...reading.events);
      if (one.source !== undefined && reading.source !== one.source) {
        problems.push(`record ${index + 1} is of ${reading.source}, expected ${one.source}`);
      }
    }
  }
  return { events, problems };
}

function foundOf(kept: readonly Judged[], judged: readonly Judged[]): Expectation {
  if (kept.length > 0) return 'match';
  return judged.length > 0 ? 'suppressed' : 'no-match';
}

function describeFound(found: Expectation, shown: Judged | undefined): string {
  return found === 'suppressed' ? `suppressed by ${shown?.suppressedBy?.id}` : found;
}

function verdictProblems(
  one: RuleCase,
  found: Expectation,
  judged: readonly Judged[],
): readonly string[] {
  if (found !== one.expect) return [`expected ${one.expect}, found ${found}`];
  if (one.filter === undefined) return [];
  const filters = judged.map(({ suppressedBy }) => suppressedBy?.id);
  if (filters.includes(one.filter)) return [];
  return [`expected filter ${one.filter}, found ${filters.join(', ')}`];
}

function matchedProblems(
  one: RuleCase,
  found: Expectation,
  explanation: readonly MatchedTest[],
): readonly string[] {
  if (found === 'no-match' && one.expect === 'no-match') return [];
  const held = explanation.filter(({ holds }) => holds);
  const selections = new Set(held.map(({ selection }) => selection));
  const missing = one.matched.filter((selection) => !selections.has(selection));
  return missing.map((selection) => `selection "${selection}" is not among what matched`);
}

/** A rule that never ran did not say no: the case proves nothing unless that is its point. */
function routingProblems(one: RuleCase, found: Expectation, isRouted: boolean): readonly string[] {
  if (one.isUnrouted && isRouted) return ['expected no event of the rule’s logsource, found one'];
  if (one.isUnrouted || isRouted || found !== one.expect) return [];
  return [
    'the rule never ran: no event is of its logsource (write "unrouted: true" if that is meant)',
  ];
}

/** Unattributed connections are counted behind the join: a start that names the program makes its connections attributed. */
export function attributionProblems(one: RuleCase, unattributed: number): readonly string[] {
  if (!one.isUnattributed || unattributed > 0) return [];
  return ['expected an unattributed connection, but every event names its program'];
}

function fieldsOf(rule: CompiledRule, events: readonly LogEvent[]) {
  return events.flatMap((event) =>
    rule.fields.map((field): readonly [string, unknown] => [field, event.field(field)]),
  );
}
