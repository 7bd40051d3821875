// A case → lines: of a failed one what was expected, what was found and why; of a selected one what it states.

import { safeText } from '../../model/index.ts';
import { heldLine } from '../held-line.ts';
import { safeValue } from '../safe-text.ts';
import type { CaseResult } from './run-case.ts';

/** What a case states, in a line; what it says of another rule in those below. */
export function caseLine({ rule, name, expected, isPassed, parity }: CaseResult): string {
  const lines = [`${isPassed ? 'ok    ' : 'FAILED'} ${expected}: ${rule}: ${name}`];
  if (parity !== undefined) {
    lines.push(`         theirs ${parity.theirs}: ${parity.clause}`);
    if (parity.note !== undefined) lines.push(`         ${parity.note}`);
  }
  return `${lines.map(safeText).join('\n')}\n`;
}

/** The lines of one failed case. */
export function caseText(result: CaseResult): string {
  const lines = [
    safeText(`FAILED ${result.file}: ${result.name}`),
    safeText(`  rule: ${result.rule}`),
    safeText(`  expected: ${result.expected}; found: ${result.found}`),
    ...result.problems.map((problem) => safeText(`  - ${problem}`)),
    ...result.explanation.map(
      (test) => `  ${test.holds ? 'matched' : 'not prevented by'} ${heldLine(test)}`,
    ),
    ...result.fields.map(([name, value]) => `  ${safeText(name)} = ${safeValue(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}
