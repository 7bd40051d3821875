// Commits of a repository → the rule sets that they have, each with the hash by which a deployment names it.

import { type Git, linesOf, readBlobs, readTree, type TreeEntry } from './git-objects.ts';
import { rulesHashOf } from './ruleset-digest.ts';
import { isRuleFile } from './rule-files.ts';

/** A rule set, and the newest commit that has it. */
export interface RulesetVersion {
  /** 64 hexadecimal digits; of rules and filters, not of their tests. */
  readonly hash: string;
  readonly commit: string;
  /** When it was committed: ISO 8601, with the committer's zone. */
  readonly date: string;
  /** Files of rules, correlations and filters, by path (`rules/a.yml`), with git's id of what is in them. */
  readonly rules: ReadonlyMap<string, string>;
  /** All files under rules/, tests too. */
  readonly files: readonly TreeEntry[];
}

/** What the repository knows of its rules. */
export interface RulesetHistory {
  /** The newest first; each hash once. */
  readonly versions: readonly RulesetVersion[];
  /** Only the last commits are here (`git clone --depth`): older rule sets cannot be found. */
  readonly isShallow: boolean;
}

/**
 * Reads the rule sets of all commits of all branches and tags that changed rules. Throws GitError.
 * @param git in the folder that has `rules/`
 */
export function readHistory(git: Git): RulesetHistory {
  const isShallow = git(['rev-parse', '--is-shallow-repository']).toString().trim() === 'true';
  const log = git(['log', '--all', '--full-history', '--format=%H %cI', 'HEAD', '--', 'rules']);
  const commits = linesOf(log).map((line) => {
    const [commit = '', date = ''] = line.split(' ');
    return { commit, date };
  });
  const trees = treesOf(git, commits);
  const files = new Map([...new Set(trees)].map((tree) => [tree, filesOf(git, tree)] as const));
  const blobs = readBlobs(git, [...files.values()].flatMap(ruleOids));
  const versions = new Map<string, RulesetVersion>();
  for (const [index, commit] of commits.entries()) {
    const found = files.get(trees[index] ?? '');
    if (found === undefined || found.length === 0) continue;
    const version = { ...versionOf(found, blobs), ...commit, files: found };
    // The newest comes first, and has the tests that were mended since.
    if (!versions.has(version.hash)) versions.set(version.hash, version);
  }
  return { versions: [...versions.values()], isShallow };
}

/** Git's ids of each commit's `rules/`; empty where it has none. */
function treesOf(git: Git, commits: readonly { readonly commit: string }[]): readonly string[] {
  const asked = commits.map(({ commit }) => `${commit}:./rules\n`).join('');
  return linesOf(git(['cat-file', '--batch-check'], asked)).map((line) => {
    const [oid = '', kind] = line.split(' ');
    return kind === 'tree' ? oid : '';
  });
}

function filesOf(git: Git, tree: string): readonly TreeEntry[] {
  if (tree === '') return [];
  return readTree(git, tree).map((entry) => ({ ...entry, path: `rules/${entry.path}` }));
}

function ruleOids(files: readonly TreeEntry[]): readonly string[] {
  return files.filter(({ path }) => isRuleFile(path)).map(({ oid }) => oid);
}

function versionOf(
  files: readonly TreeEntry[],
  blobs: ReadonlyMap<string, Buffer>,
): Pick<RulesetVersion, 'hash' | 'rules'> {
  const rules = files
    .filter(({ path }) => isRuleFile(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const texts = rules.map(({ path, oid }) => ({
    path,
    text: blobs.get(oid)?.toString('utf8') ?? '',
  }));
  return { hash: rulesHashOf(texts), rules: new Map(rules.map(({ path, oid }) => [path, oid])) };
}
