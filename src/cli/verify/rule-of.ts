// The id of a finding's rule → the rule or correlation that bears it today.

import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EnvironmentError } from '../errors.ts';
import type { Selection } from '../explain/select-rules.ts';
import type { Output } from '../output.ts';
import type { RuleContext } from '../rule-context.ts';

/** Neither where no rule bears it. Says what is wrong with the rules; throws EnvironmentError where none loads at all. */
export function ruleOf(id: string, context: RuleContext, output: Pick<Output, 'note'>): Selection {
  for (const diagnostic of context.diagnostics) output.note(diagnosticLine(diagnostic));
  for (const problem of context.problems) output.note(problemLine(problem));
  if (context.compiled.length === 0) throw new EnvironmentError('there is no rule to judge by');
  const rules = context.compiled.flatMap((rule, index) => {
    const unit = context.units[index];
    return rule.id === id && unit !== undefined ? [{ rule, unit }] : [];
  });
  return { rules, correlations: context.correlations.filter((one) => one.id === id), context };
}
