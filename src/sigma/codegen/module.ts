// Compiled rules → the text of a module body that defines them. The same text runs just in time and as a file.

import type { CorrelationSpec } from '../../model/index.ts';
import type { MatchExpr } from '../../runtime/index.ts';
import { optimise } from '../optimise/optimise.ts';
import { witnessesOf } from '../witness/witnesses.ts';
import { Code, js } from './code.ts';
import { emitMatcher } from './emit.ts';
import { Scope } from './scope.ts';

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

/**
 * Emits statements that need the runtime as `r` and define the arrays `rules` and
 * `correlations`. Rule text enters as quoted literals only:
 * metadata and expressions as JSON inside one string.
 */
export function emitModuleBody(
  units: readonly RuleUnit[],
  correlations: readonly CorrelationSpec[] = [],
): Code {
  const scope = new Scope();
  const rules = units.map((unit) => emitRule(unit, scope));
  const folds = js`const folds = r.createFolds(${scope.slots});`;
  const correlated = js`const correlations = ${emitData(correlations)}.map(r.defineCorrelation);`;
  return js`${folds}\n${scope.definitions()}\nconst rules = [\n${Code.join(rules, js`,\n`)}\n];\n${correlated}`;
}

function emitRule({ meta, expr, filters }: RuleUnit, scope: Scope): Code {
  const bound = Code.join(
    filters.map((filter) => emitFilter(filter, scope)),
    js`, `,
  );
  const optimised = optimise(expr);
  const matcher = emitMatcher(optimised, scope);
  const witnesses = witnessesOf(optimised);
  const data = witnesses === undefined ? meta : { ...meta, witnesses };
  const own = js`{ ...${emitData(data)}, filters: [${bound}] }`;
  return js`r.defineRule(${own}, ${emitData(expr)}, ${matcher})`;
}

function emitFilter({ meta, expr }: FilterUnit, scope: Scope): Code {
  return js`r.defineFilter(${emitData(meta)}, ${emitMatcher(optimise(expr), scope)})`;
}

/** JSON in a string: no key, `__proto__` among them, is ever read as code. */
function emitData(data: unknown): Code {
  return js`JSON.parse(${JSON.stringify(data)})`;
}
