// Folders of rules → the texts of the rule files and test files in them, and what could not be read.

import { readFileSync, realpathSync } from 'node:fs';
import { findFiles, type PathProblem } from '../adapters/local/index.ts';
import { type RuleFile, toRuleFile } from '../sigma/index.ts';
import { reasonOf } from './errors.ts';

/** What a folder of rules holds. */
export interface RuleFolder {
  readonly rules: readonly RuleFile[];
  readonly tests: readonly RuleFile[];
  readonly problems: readonly PathProblem[];
}

const YAML_FILE = /\.ya?ml$/i;
const TEST_FILE = /\.test\.ya?ml$/i;

/** Reads every YAML file below the paths once, in a fixed order. A path that holds none is a problem. */
export function readRuleFolders(paths: readonly string[]): RuleFolder {
  const rules: RuleFile[] = [];
  const tests: RuleFile[] = [];
  const problems: PathProblem[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const found = findFiles(path);
    problems.push(...found.problems);
    const files = found.files.filter((file) => YAML_FILE.test(file.path));
    if (files.length === 0 && found.problems.length === 0) {
      problems.push({ path, message: 'holds no rule file (*.yml)' });
    }
    for (const file of files.filter((one) => isNew(one.path, seen))) {
      const read = readText(file.path, problems);
      if (read !== undefined) (TEST_FILE.test(file.path) ? tests : rules).push(read);
    }
  }
  return { rules, tests, problems };
}

/** A file that is named twice is read once: its rules would be duplicates of themselves. */
function isNew(path: string, seen: Set<string>): boolean {
  const real = realpathSync(path);
  const isFirst = !seen.has(real);
  seen.add(real);
  return isFirst;
}

function readText(path: string, problems: PathProblem[]): RuleFile | undefined {
  try {
    const bytes = readFileSync(path);
    return toRuleFile(path, bytes, bytes.toString('utf8'));
  } catch (cause) {
    problems.push({ path, message: `cannot be read: ${reasonOf(cause)}` });
    return undefined;
  }
}
