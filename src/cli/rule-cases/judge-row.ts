// A case → passed or not, and why. The rule is evaluated on the event as it is: no source, no routing.

import type { CompiledRule, Diagnostic, FieldReader, MatchedTest } from '../../model/index.ts';
import { compileRuleset, createEventReader, type Placeholders } from '../../sigma/index.ts';
import { placeholdersInNote } from './note.ts';
import type { CaseRow } from './row.ts';

/** How a case went. */
export interface RowResult {
  readonly file: string;
  readonly line: number;
  readonly note: string;
  readonly isPassed: boolean;
  readonly isDisputed: boolean;
  readonly expected: CaseRow['expected'] | undefined;
  readonly found: CaseRow['expected'];
  /** Why, for a case that failed: diagnostics, or what matched. */
  readonly reasons: readonly string[];
  readonly explanation: readonly MatchedTest[];
}

/** Where a case stands. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/**
 * Compiles and evaluates one case. Values of placeholders that its note gives win over the others. Filters are taken
 * as the specification has them: it knows neither owners nor ends.
 */
export function judgeRow(row: CaseRow, place: RowPlace, placeholders: Placeholders): RowResult {
  const { rules, diagnostics } = compileRuleset([{ path: place.file, text: row.rule }], {
    placeholders: new Map([...placeholders, ...placeholdersInNote(row.note)]),
    filterPolicy: 'specification',
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const event = createEventReader(row.event);
  const matching = rules.filter((rule) => isMatch(rule, event));
  const found = errors.length > 0 ? 'error' : matching.length > 0;
  return {
    ...place,
    note: row.note,
    isPassed: found === row.expected,
    isDisputed: row.isDisputed,
    expected: row.expected,
    found,
    reasons: found === 'error' ? errors.map(reasonOf) : [],
    explanation: found === true ? matching.flatMap((rule) => rule.explain(event)) : [],
  };
}

/** The result of a line that is no case: failed, never left out of the count. */
export function faultyRow(place: RowPlace, reason: string): RowResult {
  return {
    ...place,
    note: '',
    isPassed: false,
    isDisputed: false,
    expected: undefined,
    found: 'error',
    reasons: [reason],
    explanation: [],
  };
}

/** True if the rule matches and no filter drops the match. */
export function isMatch(rule: CompiledRule, event: FieldReader): boolean {
  return rule.matches(event) && rule.filters.every((filter) => filter.keeps(event));
}

/** Line and column are those inside the rule's text. */
export function reasonOf({ code, message, position }: Diagnostic): string {
  return `${code} at ${position.line}:${position.column} of the rule: ${message}`;
}
