// Compiled rules → the text of dist/rules/ruleset.mjs before bundling.

import { js } from './code.ts';
import { emitModuleBody, type RuleUnit } from './module.ts';

/**
 * The module's text: imports the runtime from `runtimePath`, exports `rules` and `digest` (of the sources, so that a
 * stale build is seen).
 */
export function emitModuleFile(
  units: readonly RuleUnit[],
  runtimePath: string,
  digest: string,
): string {
  const head = js`// Generated from rules/ by scripts/build-rules.ts.\nimport * as r from ${runtimePath};`;
  const tail = js`export const digest = ${digest};\nexport { rules };\n`;
  return String(js`${head}\n${emitModuleBody(units)}\n${tail}`);
}
