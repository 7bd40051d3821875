// The Sigma compiler: rule files in, rules that run out.

export { emitModuleFile } from './codegen/file.ts';
export type { FilterUnit, RuleUnit } from './codegen/module.ts';
export { compileNow } from './codegen/now.ts';
export { createEventReader } from './reader.ts';
export {
  type CompiledRuleset,
  compileRule,
  compileRuleset,
  type LoadedRuleset,
  loadRuleset,
  type RuleFile,
} from './ruleset.ts';
export { suggest } from './suggest.ts';
