// Generated code → functions, just in time, for the CLI and tests. The only `new Function` of the product; never in a Lambda.

import type { CompiledRule } from '../../model/index.ts';
import * as runtime from '../../runtime/index.ts';
import { js } from './code.ts';
import { emitModuleBody, type RuleUnit } from './module.ts';

/**
 * Compiles rules in this process. The runtime is handed over as a plain object, whose functions are found faster; the data
 * as what it is: a text of it in the code would be kept as long as the rules are, half of what they take.
 */
export function compileNow(units: readonly RuleUnit[]): readonly CompiledRule[] {
  const { code, pool } = emitModuleBody(units);
  const body = js`"use strict";\n${code}\nreturn rules;`;
  return new Function('r', 'd', String(body))({ ...runtime }, runtime.unpack(pool));
}
