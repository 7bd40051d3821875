// The shipped pack, or `--rules DIR` → rules that run.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PathProblem } from '../adapters/local/index.ts';
import type { CompiledCorrelation, CompiledRule, Diagnostic } from '../model/index.ts';
import { compileRuleset, type Placeholders } from '../sigma/index.ts';
import { EnvironmentError } from './errors.ts';
import { readRuleFolders } from './rule-files.ts';

/** Rules, and what is missing from them. */
export interface RulePack {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly PathProblem[];
}

const SHIPPED = new URL('../../dist/rules/ruleset.mjs', import.meta.url);

/**
 * Folders replace the shipped pack, which holds no placeholders. Rules that do not compile are left out and reported.
 */
export async function loadPack(
  folders: readonly string[],
  placeholders: Placeholders,
): Promise<RulePack> {
  if (folders.length === 0) {
    const { rules, correlations } = await importShipped();
    return { rules, correlations, diagnostics: [], problems: [] };
  }
  const { rules: files, problems } = readRuleFolders(folders);
  const { rules, correlations, diagnostics } = compileRuleset(files, { placeholders });
  // What compiling thousands of rules leaves behind is four times what they take.
  globalThis.gc?.();
  return { rules, correlations, diagnostics, problems };
}

/** A hash of what the rules are compiled from: the same rules, the same hash. */
export async function rulesetOf(folders: readonly string[]): Promise<string> {
  if (folders.length === 0) {
    const { digest } = await importShipped();
    return digest;
  }
  const texts = readRuleFolders(folders).rules.map(({ path, text }) => [path, text]);
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** What the built module exports. */
type Shipped = Pick<RulePack, 'rules' | 'correlations'> & { readonly digest: string };

async function importShipped(): Promise<Shipped> {
  if (!existsSync(SHIPPED)) {
    const path = fileURLToPath(SHIPPED);
    throw new EnvironmentError(`the shipped rules are not built (${path}); run \`npm run build\``);
  }
  const module: unknown = await import(SHIPPED.href);
  if (isPack(module)) return module;
  throw new TypeError('dist/rules/ruleset.mjs exports no rules, correlations and digest');
}

/** Our own build wrote the module: the shape of the list is checked, its members are trusted. */
function isPack(module: unknown): module is Shipped {
  return (
    typeof module === 'object' &&
    module !== null &&
    'rules' in module &&
    Array.isArray(module.rules) &&
    'correlations' in module &&
    Array.isArray(module.correlations) &&
    'digest' in module &&
    typeof module.digest === 'string'
  );
}
