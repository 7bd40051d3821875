// Rule files → compiled rules and every diagnostic of all of them.

import { type CompiledRule, type Diagnostic, err, ok, type Result } from '../model/index.ts';
import { bindFilters } from './bind-filters.ts';
import type { FilterUnit, RuleUnit } from './codegen/module.ts';
import { compileNow } from './codegen/now.ts';
import { DiagnosticSink } from './diagnostics.ts';
import { parseFile } from './document.ts';
import { fieldsOf } from './fields.ts';
import { lower } from './lower.ts';
import type { SigmaFilter } from './rule/filter.ts';
import type { SigmaRule } from './rule/rule.ts';

/** A rule file, read. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

/** Rules ready for code generation, and what was wrong with the others. */
export interface LoadedRuleset {
  readonly units: readonly RuleUnit[];
  readonly diagnostics: readonly Diagnostic[];
  /** YAML documents read, rejected ones included. */
  readonly documents: number;
  /** Filters that were understood. */
  readonly filters: number;
}

/** Rules ready to run. */
export interface CompiledRuleset extends LoadedRuleset {
  readonly rules: readonly CompiledRule[];
}

/** Parses, binds and lowers. Rules with errors are left out, each with its diagnostics; the others are kept. */
export function loadRuleset(files: readonly RuleFile[]): LoadedRuleset {
  const parsed = files.map(({ text, path }) => parseFile(text, path));
  const documents = parsed.flatMap((file) => file.documents);
  const sink = new DiagnosticSink();
  const rules = dropDuplicates(
    documents.flatMap((one) => (one.kind === 'rule' ? [one.rule] : [])),
    sink,
  );
  const filters = documents.flatMap((one) => (one.kind === 'filter' ? [one.filter] : []));
  const bound = bindFilters(rules, filters, sink);
  return {
    units: rules.map((rule) => toUnit(rule, bound.get(rule) ?? [])),
    diagnostics: [...parsed.flatMap((file) => file.diagnostics), ...sink.all],
    documents: parsed.reduce((sum, file) => sum + file.count, 0),
    filters: filters.length,
  };
}

/** Loads and compiles just in time. */
export function compileRuleset(files: readonly RuleFile[]): CompiledRuleset {
  const loaded = loadRuleset(files);
  return { ...loaded, rules: compileNow(loaded.units) };
}

/** Compiles the one rule of a text, with the filters beside it; an error if there is no rule or any fault. */
export function compileRule(
  text: string,
  path: string,
): Result<CompiledRule, readonly Diagnostic[]> {
  const { rules, diagnostics } = compileRuleset([{ path, text }]);
  const [rule] = rules;
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  return rule === undefined || hasErrors ? err(diagnostics) : ok(rule);
}

/**
 * Findings are identified by rule id, and filters and correlations name rules by id or name, so no two rules may
 * share one. The first stays.
 */
function dropDuplicates(rules: readonly SigmaRule[], sink: DiagnosticSink): readonly SigmaRule[] {
  const byLabel = new Map<string, SigmaRule>();
  return rules.filter((rule) => {
    const labels = rule.name === undefined ? [rule.id] : [rule.id, rule.name];
    const taken = labels.find((label) => byLabel.has(label));
    if (taken === undefined) {
      for (const label of labels) byLabel.set(label, rule);
      return true;
    }
    sink.nameRule(rule.title);
    const { path, line } = byLabel.get(taken)?.position ?? rule.position;
    const code = taken === rule.id ? 'SIGMA_DUPLICATE_ID' : 'SIGMA_DUPLICATE_NAME';
    const message = `"${taken}" already is the id or name of the rule at ${path}:${line}; they are never shared`;
    sink.error(code, rule.position, message);
    return false;
  });
}

function toUnit(rule: SigmaRule, filters: readonly SigmaFilter[]): RuleUnit {
  const expr = lower(rule.searches);
  const { searches: _searches, position: _position, ...meta } = rule;
  return { meta: { ...meta, fields: fieldsOf(expr) }, expr, filters: filters.map(toFilterUnit) };
}

function toFilterUnit(filter: SigmaFilter): FilterUnit {
  const expr = lower(filter.searches);
  const { id, title, owner, reason } = filter;
  return { meta: { id, title, owner, reason, fields: fieldsOf(expr) }, expr };
}
