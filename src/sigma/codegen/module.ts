// Compiled rules → the text of a module body that defines them. The same text runs just in time and as a file.

import type { MatchExpr } from '../../runtime/index.ts';
import { optimise } from '../optimise/optimise.ts';
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
 * Emits statements that need the runtime as `r` and define `rules`, an array. Rule text enters as quoted literals only:
 * metadata and expressions as JSON inside one string.
 */
export function emitModuleBody(units: readonly RuleUnit[]): Code {
  const scope = new Scope();
  const rules = units.map((unit) => emitRule(unit, scope));
  const folds = js`const folds = r.createFolds(${scope.slots});`;
  return js`${folds}\n${scope.definitions()}\nconst rules = [\n${Code.join(rules, js`,\n`)}\n];`;
}

function emitRule({ meta, expr, filters }: RuleUnit, scope: Scope): Code {
  const bound = Code.join(
    filters.map((filter) => emitFilter(filter, scope)),
    js`, `,
  );
  const matcher = emitMatcher(optimise(expr), scope);
  const own = js`{ ...${emitData(meta)}, filters: [${bound}] }`;
  return js`r.defineRule(${own}, ${emitData(expr)}, ${matcher})`;
}

function emitFilter({ meta, expr }: FilterUnit, scope: Scope): Code {
  return js`r.defineFilter(${emitData(meta)}, ${emitMatcher(optimise(expr), scope)})`;
}

/** JSON in a string: no key, `__proto__` among them, is ever read as code. */
function emitData(data: unknown): Code {
  return js`JSON.parse(${JSON.stringify(data)})`;
}
