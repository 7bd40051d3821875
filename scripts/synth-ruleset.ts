// `synth --ruleset HASH`, or no hash → the rules that are synthesised with, and what is said of them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRuleset } from '../src/sigma/index.ts';
import { type Git, GitError, gitIn } from './git-objects.ts';
import { readRuleFiles } from './rule-files.ts';
import { rulesHashOf } from './ruleset-digest.ts';
import { exportRuleset } from './ruleset-export.ts';
import { readHistory, type RulesetVersion } from './ruleset-history.ts';
import { pickRuleset } from './ruleset-pick.ts';

/** The rules of one synthesis. */
export interface SynthRules {
  /** Folder that is checked and tested. */
  readonly path: string;
  /** What the build is told: `SIGMA_LAMBDA_RULES_FROM`, the folder that has `rules/`. Empty without a hash. */
  readonly env: Readonly<Record<string, string>>;
  /** What the CDK app is told: ids of the working tree's rules, which a site's routes may name all the same. */
  readonly context: Readonly<Record<string, string>>;
  /** For who synthesises: the hash, and whether one can return to it. */
  readonly words: string;
  /** Removes what was written for it. */
  close(): void;
}

/** The rules of the working tree, with nothing said. */
export const WORKING_RULES: SynthRules = {
  path: 'rules',
  env: {},
  context: {},
  words: '',
  close: () => undefined,
};

/** The rules asked for. Throws GitError, RulesetUnknownError. @param hash absent: those of the working tree */
export function openRuleset(root: string, hash: string | undefined): SynthRules {
  const git = gitIn(root);
  if (hash === undefined) return { ...WORKING_RULES, words: wordsOf(root, git) };
  const version = pickRuleset(hash, readHistory(git));
  const folder = mkdtempSync(join(tmpdir(), 'sigma-lambda-ruleset-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    exportRuleset(version, git, folder);
  } catch (error) {
    close();
    throw error;
  }
  const here = idsIn(root).join(',');
  return {
    path: join(folder, 'rules'),
    env: { SIGMA_LAMBDA_RULES_FROM: folder },
    context: { 'sigma-lambda:rules-here': here },
    words: `rule set: ${version.hash}, of ${commitWords(version)}`,
    close,
  };
}

/** Ids of all rules and correlations; what has an error has none, and the check of the rules says so. */
function idsIn(root: string): readonly string[] {
  const { units, correlations } = loadRuleset(readRuleFiles(root));
  return [...units.map(({ meta }) => String(meta.id)), ...correlations.map(({ spec }) => spec.id)];
}

/** Without git nothing is wrong but that nobody can come back by the hash. */
function wordsOf(root: string, git: Git): string {
  const hash = rulesHashOf(readRuleFiles(root));
  const warning = (why: string) =>
    `rule set: ${hash}\nwarning: ${why}: nobody can return to these rules by their hash`;
  try {
    const version = readHistory(git).versions.find((one) => one.hash === hash);
    return version === undefined
      ? warning('rules/ differs from what any commit has')
      : `rule set: ${hash}, of ${commitWords(version)}`;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return warning(error.message);
  }
}

function commitWords({ commit, date }: RulesetVersion): string {
  return `commit ${commit.slice(0, 12)} (${date.slice(0, 10)})`;
}
