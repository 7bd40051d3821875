// The shape of the module that scripts/build-rules.ts writes: it is not there in a fresh clone.

declare module '*/dist/rules/ruleset.mjs' {
  import type { CompiledCorrelation, CompiledRule } from '../../src/model/index.ts';
  /** The shipped rules, compiled. */
  export const rules: readonly CompiledRule[];
  /** The shipped correlations, each behind those that it refers to. */
  export const correlations: readonly CompiledCorrelation[];
  /** SHA-256 of what they were compiled from. */
  export const digest: string;
  /** SHA-256 of the rules alone, by which `synth --ruleset` finds them again. */
  export const rulesHash: string;
}
