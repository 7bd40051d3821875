// Generated code → functions, just in time, for the CLI and tests. The only `new Function` of the product; never in a Lambda.

import type { CompiledRule } from '../../model/index.ts';
import * as runtime from '../../runtime/index.ts';
import { js } from './code.ts';
import { emitModuleBody, type RuleUnit } from './module.ts';

/** Compiles rules in this process. The runtime is handed over as a plain object, whose functions are found faster. */
export function compileNow(units: readonly RuleUnit[]): readonly CompiledRule[] {
  const body = js`"use strict";\n${emitModuleBody(units)}\nreturn rules;`;
  return new Function('r', String(body))({ ...runtime });
}
