// What a person calls a rule → the rule or rules, compiled, with the filters bound to them.

import { existsSync } from 'node:fs';
import { findFiles } from '../../adapters/local/index.ts';
import { type CompiledCorrelation, type CompiledRule, safeText } from '../../model/index.ts';
import { type LoadedUnit, type LoadOptions, suggest } from '../../sigma/index.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { loadRuleContext, type RuleContext, SHIPPED_RULES } from '../rule-context.ts';

/** A rule that can be run and looked into. */
export interface SelectedRule {
  readonly rule: CompiledRule;
  readonly unit: LoadedUnit;
}

/** The rules, and all that was loaded with them. */
export interface Selection {
  readonly rules: readonly SelectedRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly context: RuleContext;
}

/**
 * Finds rules by file, id, name or title. A file is loaded together with the folders, whose filters apply to it.
 * Throws {@link UsageError} for a name that nobody bears, {@link EnvironmentError} for a file whose rule does not load.
 */
export function selectRules(
  wanted: string,
  folders: readonly string[],
  options: LoadOptions,
): Selection {
  if (existsSync(wanted)) return selectFile(wanted, folders, options);
  const context = loadRuleContext(folders.length === 0 ? [SHIPPED_RULES] : folders, options);
  const all = pairs(context);
  const rules = all.filter(({ rule, unit }) =>
    [rule.id, unit.meta['name'], rule.title].includes(wanted),
  );
  const correlations = context.correlations.filter(
    ({ id, title }) => id === wanted || title === wanted,
  );
  if (rules.length + correlations.length > 0) return { rules, correlations, context };
  const known = [
    ...all.flatMap(({ rule, unit }) => [rule.id, String(unit.meta['name'] ?? ''), rule.title]),
    ...context.correlations.flatMap(({ id, title }) => [id, title]),
  ];
  throw new UsageError(
    `rule "${safeText(wanted)}" is neither a file nor the id, name or title of a rule that loads${suggest(wanted, known)}`,
  );
}

function selectFile(path: string, folders: readonly string[], options: LoadOptions): Selection {
  const context = loadRuleContext([path, ...folders], options);
  const own = new Set(findFiles(path).files.map((file) => file.path));
  const rules = pairs(context).filter(({ unit }) => own.has(unit.position.path));
  const loaded = context.loadedCorrelations.filter(({ position }) => own.has(position.path));
  const ids = new Set(loaded.map(({ spec }) => spec.id));
  const correlations = context.correlations.filter(({ id }) => ids.has(id));
  if (rules.length + correlations.length > 0) return { rules, correlations, context };
  const errors = context.diagnostics.filter(
    ({ severity, position }) => severity === 'error' && own.has(position.path),
  );
  const [first] = errors;
  const reason =
    first === undefined
      ? 'it holds none'
      : `${first.code} at ${first.position.line}:${first.position.column}: ${first.message}`;
  throw new EnvironmentError(`no rule of ${path} loads: ${reason}`);
}

function pairs({ compiled, units }: RuleContext): readonly SelectedRule[] {
  return compiled.flatMap((rule, index) => {
    const unit = units[index];
    return unit === undefined ? [] : [{ rule, unit }];
  });
}
