// A rule's expression → parts of it that can never hold, because they ask for two things that exclude each other.

import type { MatchExpr } from '../../runtime/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { SigmaRule } from '../rule/rule.ts';
import { type Demand, demandsOf, excludesEachOther } from './demands.ts';

/** Only what is sure is reported; most selections that never hold need knowledge of the world to be seen. */
export function lintReach(expr: MatchExpr, rule: SigmaRule, sink: DiagnosticSink): void {
  new ReachLint(rule, sink).visit(expr);
}

/** Remembers what was reported: a search identifier may stand in a condition more than once. */
class ReachLint {
  readonly #rule: SigmaRule;
  readonly #sink: DiagnosticSink;
  readonly #told = new Set<string>();

  constructor(rule: SigmaRule, sink: DiagnosticSink) {
    this.#rule = rule;
    this.#sink = sink;
  }

  /** True if a part was reported: what contains it is then not reported again. */
  visit(expr: MatchExpr): boolean {
    switch (expr.kind) {
      case 'named':
      case 'not':
        return this.visit(expr.item);
      case 'any':
      case 'atLeast':
        return expr.items.map((item) => this.visit(item)).includes(true);
      case 'all': {
        if (expr.items.map((item) => this.visit(item)).includes(true)) return true;
        return this.#checkNames(expr.items) || this.#checkDemands(demandsOf(expr));
      }
      default:
        return false;
    }
  }

  /** `x and not x`, also where the second stands among others: `x and not 1 of x*`. */
  #checkNames(items: readonly MatchExpr[]): boolean {
    const wanted = new Set(items.flatMap((item) => (item.kind === 'named' ? item.name : [])));
    const refused = items.flatMap((item) => (item.kind === 'not' ? namesOf(item.item) : []));
    const name = refused.find((candidate) => wanted.has(candidate));
    if (name === undefined) return false;
    this.#tell(name, `the condition wants "${name}" and its opposite, which never hold together`);
    return true;
  }

  #checkDemands(demands: readonly Demand[]): boolean {
    const byField = new Map<string, Demand[]>();
    for (const demand of demands) {
      const before = byField.get(demand.field) ?? [];
      const other = before.find((one) => excludesEachOther(one, demand));
      before.push(demand);
      byField.set(demand.field, before);
      if (other === undefined) continue;
      const { field, selection } = demand;
      const where = other.selection === selection ? '' : ` ("${other.selection}" asks otherwise)`;
      const message = `"${field}" is asked to be two different things at once${where}; that holds for a list at most`;
      this.#tell(selection, message);
      return true;
    }
    return false;
  }

  #tell(selection: string, message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    const { searches } = this.#rule.searches;
    const position = searches.find(({ name }) => name === selection)?.position;
    this.#sink.warning('LINT_UNREACHABLE', position ?? this.#rule.position, message);
  }
}

/** Names one of which makes the expression hold. */
function namesOf(expr: MatchExpr): readonly string[] {
  if (expr.kind === 'named') return [expr.name];
  return expr.kind === 'any' ? expr.items.flatMap(namesOf) : [];
}
