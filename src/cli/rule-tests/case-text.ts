// A failed case → lines that say what was expected, what was found and why.

import { safeText } from '../../model/index.ts';
import { heldLine } from '../held-line.ts';
import { safeValue } from '../safe-text.ts';
import type { CaseResult } from './run-case.ts';

/** The lines of one case. */
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
