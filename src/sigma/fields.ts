// MatchExpr → the fields it reads.

import type { MatchExpr } from '../runtime/index.ts';

/** The fields an expression reads, sorted, each once. */
export function fieldsOf(expr: MatchExpr): readonly string[] {
  const fields = new Set<string>();
  collect(expr, fields);
  return [...fields].sort();
}

function collect(expr: MatchExpr, fields: Set<string>): void {
  switch (expr.kind) {
    case 'field':
      fields.add(expr.field);
      return;
    case 'fieldref':
      fields.add(expr.field);
      fields.add(expr.other);
      return;
    case 'keyword':
      return;
    case 'not':
    case 'named':
      collect(expr.item, fields);
      return;
    case 'all':
    case 'any':
    case 'atLeast':
      for (const item of expr.items) collect(item, fields);
  }
}
