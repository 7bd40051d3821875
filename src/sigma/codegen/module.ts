// Compiled rules → the text of a module body that defines them. The same text runs just in time and as a file.

import type { CorrelationSpec } from '../../model/index.ts';
import type { MatchExpr } from '../../runtime/index.ts';
import { optimise } from '../optimise/optimise.ts';
import { ruleWitnessesOf } from '../witness/witnesses.ts';
import { Code, js } from './code.ts';
import { emitMatcher } from './emit.ts';
import { Scope } from './scope.ts';

/**
 * From so many rules on, one search of the fields is cheaper than running each. The module of fewer names no index, so
 * that a function's bundle holds none.
 */
const MIN_INDEXED = 16;

/** Metadata that goes into a module as data: JSON, nothing that runs. */
export type Metadata = Readonly<Record<string, unknown>>;

/** A filter to emit. */
export interface FilterUnit {
  readonly meta: Metadata;
  readonly expr: MatchExpr;
}

/** A rule to emit, with the filters bound to it. */
export interface RuleUnit extends FilterUnit {
  readonly filters: readonly FilterUnit[];
}

/** Statements, and the data that they need. */
export interface ModuleBody {
  /** Defines the arrays `rules` and `correlations`; needs the runtime as `r` and what it unpacks of {@link pool} as `d`. */
  readonly code: Code;
  /** Metadata, expressions and long lists in one text, each once. */
  readonly pool: string;
}

/** Emits a module. Rule text enters its code as quoted literals only. */
export function emitModuleBody(
  units: readonly RuleUnit[],
  correlations: readonly CorrelationSpec[] = [],
): ModuleBody {
  const scope = new Scope();
  const isIndexed = units.length >= MIN_INDEXED;
  const rules = units.map((unit) => emitRule(unit, { isIndexed }, scope));
  const folds = js`const folds = r.createFolds(${scope.slots});`;
  const correlated = js`const correlations = ${scope.data(correlations)}.map(r.defineCorrelation);`;
  const code = js`${folds}\n${scope.definitions()}\nconst rules = [\n${Code.join(rules, js`,\n`)}\n];\n${correlated}`;
  return { code, pool: scope.pool };
}

function emitRule(
  { meta, expr, filters }: RuleUnit,
  { isIndexed }: { readonly isIndexed: boolean },
  scope: Scope,
): Code {
  const bound = Code.join(
    filters.map((filter) => emitFilter(filter, scope)),
    js`, `,
  );
  const optimised = optimise(expr);
  const matcher = emitMatcher(optimised, scope);
  const { further, ...witnesses } = ruleWitnessesOf(optimised);
  const data = { ...meta, ...witnesses, ...(isIndexed && { further }) };
  const index = isIndexed ? js`, indexRules: r.indexRules` : js``;
  const own = js`{ ...${scope.data(data)}, filters: [${bound}]${index} }`;
  return js`r.defineRule(${own}, ${scope.data(expr)}, ${matcher})`;
}

function emitFilter({ meta, expr }: FilterUnit, scope: Scope): Code {
  return js`r.defineFilter(${scope.data(meta)}, ${scope.data(expr)}, ${emitMatcher(optimise(expr), scope)})`;
}
