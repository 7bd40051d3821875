// Folders a person names → their rules, compiled together with what they belong to.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PathProblem } from '../adapters/local/index.ts';
import type { CompiledCorrelation, CompiledRule, Diagnostic } from '../model/index.ts';
import {
  compileRuleset,
  type LoadedCorrelation,
  type LoadedUnit,
  type LoadOptions,
  type RuleFile,
} from '../sigma/index.ts';
import { readRuleFolders } from './rule-files.ts';

/** Rule and test files under the folders named, and the rule files they are compiled together with. */
export interface RuleSources {
  readonly rules: readonly RuleFile[];
  readonly tests: readonly RuleFile[];
  /** The shipped rules around a part of them: filters stand in other folders than the rules they filter. */
  readonly around: readonly RuleFile[];
  readonly problems: readonly PathProblem[];
}

/** Rules under the folders named, compiled. */
export interface RuleContext extends RuleSources {
  /** All rules that were compiled, those around the folders too. */
  readonly compiled: readonly CompiledRule[];
  /** The same rules uncompiled, index by index. */
  readonly units: readonly LoadedUnit[];
  /** All correlations, each behind those that it refers to, and where each stands. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly loadedCorrelations: readonly LoadedCorrelation[];
  /** Of the files under the folders named. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the rules were loaded with. */
  readonly options: LoadOptions;
}

/** The folder of the shipped rules. */
export const SHIPPED_RULES: string = fileURLToPath(new URL('../../rules', import.meta.url));

/** Reads the folders; around a part of the shipped rules, all of them. */
export function readRuleSources(paths: readonly string[]): RuleSources {
  const { rules, tests, problems } = readRuleFolders(paths);
  const known = new Set(rules.map(({ path }) => realpathSync(path)));
  const around = paths.some(isShipped)
    ? readRuleFolders([SHIPPED_RULES]).rules.filter(({ path }) => !known.has(realpathSync(path)))
    : [];
  return { rules, tests, around, problems };
}

/** Those of the files named, in the order of the files and of the lines in each. */
export function ownDiagnostics(
  diagnostics: readonly Diagnostic[],
  rules: readonly RuleFile[],
): readonly Diagnostic[] {
  const order = new Map(rules.map(({ path }, index) => [path, index]));
  return diagnostics
    .filter(({ position }) => order.has(position.path))
    .toSorted(
      ({ position: a }, { position: b }) =>
        (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) ||
        a.line - b.line ||
        a.column - b.column,
    );
}

/** Reads the folders and compiles what is in them. */
export function loadRuleContext(paths: readonly string[], options: LoadOptions = {}): RuleContext {
  const sources = readRuleSources(paths);
  const loaded = compileRuleset([...sources.rules, ...sources.around], options);
  const diagnostics = ownDiagnostics(loaded.diagnostics, sources.rules);
  const { rules: compiled, units, correlations, loadedCorrelations } = loaded;
  return { ...sources, compiled, units, correlations, loadedCorrelations, diagnostics, options };
}

/** True for the folder of the shipped rules and everything in it, however it is named. */
export function isShipped(path: string): boolean {
  try {
    const real = realpathSync(path);
    return real === SHIPPED_RULES || real.startsWith(`${SHIPPED_RULES}/`);
  } catch {
    // A path that does not exist is reported where it is read; it is no shipped rule.
    return false;
  }
}
