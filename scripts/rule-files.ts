// A folder → the rule files in it, in the order that hashes and compiled rules have.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RuleFile, toRuleFile } from '../src/sigma/index.ts';

/** True for a rule, correlation or filter: what is compiled. Its tests decide nothing. */
export function isRuleFile(path: string): boolean {
  return path.endsWith('.yml') && !path.endsWith('.test.yml');
}

/** The files under `folder`/rules, named relative to the folder. */
export function readRuleFiles(folder: string): readonly RuleFile[] {
  return globSync('rules/**/*.yml', { cwd: folder })
    .filter(isRuleFile)
    .toSorted()
    .map((path) => {
      const bytes = readFileSync(join(folder, path));
      return toRuleFile(path, bytes, bytes.toString('utf8'));
    });
}
