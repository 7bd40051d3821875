// The shipped pack, or `--rules DIR` → rules that run.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PathProblem } from '../adapters/local/index.ts';
import type { CompiledRule, Diagnostic } from '../model/index.ts';
import { compileRuleset, type Placeholders } from '../sigma/index.ts';
import { EnvironmentError } from './errors.ts';
import { readRuleFolders } from './rule-files.ts';

/** Rules, and what is missing from them. */
export interface RulePack {
  readonly rules: readonly CompiledRule[];
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
    return { rules: await importShipped(), diagnostics: [], problems: [] };
  }
  const { rules: files, problems } = readRuleFolders(folders);
  const { rules, diagnostics } = compileRuleset(files, { placeholders });
  return { rules, diagnostics, problems };
}

async function importShipped(): Promise<readonly CompiledRule[]> {
  if (!existsSync(SHIPPED)) {
    const path = fileURLToPath(SHIPPED);
    throw new EnvironmentError(`the shipped rules are not built (${path}); run \`npm run build\``);
  }
  const module: unknown = await import(SHIPPED.href);
  if (isPack(module)) return module.rules;
  throw new TypeError('dist/rules/ruleset.mjs exports no rules');
}

/** Our own build wrote the module: the shape of the list is checked, its members are trusted. */
function isPack(module: unknown): module is { readonly rules: readonly CompiledRule[] } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'rules' in module &&
    Array.isArray(module.rules)
  );
}
