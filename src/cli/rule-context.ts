// Folders a person names → their rules, compiled together with what they belong to.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PathProblem } from '../adapters/local/index.ts';
import type { CompiledRule, Diagnostic } from '../model/index.ts';
import { compileRuleset, type RuleFile } from '../sigma/index.ts';
import { readRuleFolders } from './rule-files.ts';

/** Rules under the folders named, compiled. */
export interface RuleContext {
  /** Rule files under the folders named. */
  readonly rules: readonly RuleFile[];
  /** Test files under the folders named. */
  readonly tests: readonly RuleFile[];
  /** All rules that were compiled, those around the folders too. */
  readonly compiled: readonly CompiledRule[];
  /** Of the files under the folders named. */
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly PathProblem[];
}

const SHIPPED = fileURLToPath(new URL('../../rules', import.meta.url));

/**
 * Reads the folders. A part of the shipped rules is compiled together with all of them: filters stand in other
 * folders than the rules they filter, and apart neither could be judged.
 */
export function loadRuleContext(paths: readonly string[]): RuleContext {
  const { rules, tests, problems } = readRuleFolders(paths);
  const known = new Set(rules.map(({ path }) => realpathSync(path)));
  const around = paths.some(isShipped)
    ? readRuleFolders([SHIPPED]).rules.filter(({ path }) => !known.has(realpathSync(path)))
    : [];
  const { rules: compiled, diagnostics } = compileRuleset([...rules, ...around]);
  const own = new Set(rules.map(({ path }) => path));
  return {
    rules,
    tests,
    compiled,
    diagnostics: diagnostics.filter(({ position }) => own.has(position.path)),
    problems,
  };
}

/** True for the folder of the shipped rules and everything in it, however it is named. */
export function isShipped(path: string): boolean {
  try {
    const real = realpathSync(path);
    return real === SHIPPED || real.startsWith(`${SHIPPED}/`);
  } catch {
    // A path that does not exist is reported where it is read; it is no shipped rule.
    return false;
  }
}
