// Compiled rules → the text of dist/rules/ruleset.mjs before bundling.

import type { CorrelationSpec } from '../../model/index.ts';
import { js } from './code.ts';
import { emitModuleBody, type RuleUnit } from './module.ts';

/**
 * The module's text: imports the runtime from `runtimePath`, exports `rules`, `correlations` and `digest` (of the sources, so that a
 * stale build is seen).
 */
export function emitModuleFile(
  units: readonly RuleUnit[],
  correlations: readonly CorrelationSpec[],
  runtimePath: string,
  digest: string,
): string {
  const head = js`// Generated from rules/ by scripts/build-rules.ts.\nimport * as r from ${runtimePath};`;
  const tail = js`export const digest = ${digest};\nexport { correlations, rules };\n`;
  const { code, pool } = emitModuleBody(units, correlations);
  return String(js`${head}\nconst d = r.unpack(${pool});\n${code}\n${tail}`);
}
