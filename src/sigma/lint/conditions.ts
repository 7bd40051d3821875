// Conditions → `1 of x` and `all of x` whose pattern is a plain name: the author thought of more than one.

import type { Condition } from '../condition/ast.ts';
import { parseCondition } from '../condition/parse.ts';
import { DiagnosticSink } from '../diagnostics.ts';
import { entryOf, type YamlMap, type YamlNode } from '../yaml/node.ts';

/**
 * A pattern with `*` that names one identifier today is the convention of SigmaHQ, whose filters grow: it stays
 * unmentioned. `them` too, where there is one identifier.
 */
export function lintConditions(section: YamlMap, sink: DiagnosticSink): void {
  const node = entryOf(section, 'condition')?.value;
  const items: readonly YamlNode[] = node?.kind === 'list' ? node.items : [];
  for (const item of node?.kind === 'scalar' ? [node] : items) {
    // What cannot be parsed was reported when the rule was read.
    const condition =
      item.kind === 'scalar' ? parseCondition(item, new DiagnosticSink()) : undefined;
    if (condition !== undefined) lintCondition(condition, sink);
  }
}

function lintCondition(condition: Condition, sink: DiagnosticSink): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const item of condition.items) lintCondition(item, sink);
      return;
    case 'not':
      lintCondition(condition.item, sink);
      return;
    case 'identifier':
      return;
    case 'quantified': {
      const { pattern, quantifier, position } = condition;
      if (pattern === 'them' || pattern.includes('*')) return;
      const message = `"${quantifier} of ${pattern}" means "${pattern}" alone; "${pattern}*" would mean all that begin so`;
      sink.warning('LINT_SINGLE_NAME_OF', position, message);
    }
  }
}
