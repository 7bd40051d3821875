// The Sigma compiler: rule files in, rules that run out.

export { emitModuleFile } from './codegen/file.ts';
export type { FilterUnit, RuleUnit } from './codegen/module.ts';
export { compileNow } from './codegen/now.ts';
export type { LoadedCorrelation } from './correlation/bind.ts';
export { describeSigma } from './describe.ts';
export { type FilterDraft, suppressingFilter } from './explain/filter-text.ts';
export { expiryDiagnostics } from './lint/expiry.ts';
export type { LoadOptions } from './load-options.ts';
export type { NeededPlaceholders } from './placeholder-names.ts';
export type { Placeholders } from './placeholders.ts';
export { createEventReader } from './reader.ts';
export { type RuleFile, toRuleFile } from './rule-file.ts';
export {
  type CompiledRuleset,
  compileRule,
  compileRuleset,
  type FilterExpiry,
  type LoadedRuleset,
  type LoadedUnit,
  loadRuleset,
} from './ruleset.ts';
export { suggest } from './suggest.ts';
