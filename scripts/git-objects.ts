// A repository → what its commits hold, read from git's own store: nothing is checked out, and no file of the working tree changes.

import { spawnSync } from 'node:child_process';

/** Git cannot be asked, or does not hold what is asked for. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/** Runs git in a folder. Returns stdout; throws {@link GitError} with what git said. */
export type Git = (args: readonly string[], input?: string) => Buffer;

/** A blob of a tree. */
export interface TreeEntry {
  /** Relative to the tree. */
  readonly path: string;
  /** `100644`, `100755`, `120000` for a symbolic link. */
  readonly mode: string;
  readonly oid: string;
}

/** All rules of all releases are some megabytes. */
const MAX_OUTPUT_BYTES = 512 * 2 ** 20;

/** Git of this machine. A caller's own GIT_DIR (a hook's) would name another repository. */
export function gitIn(folder: string): Git {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return (args, input) => {
    const { error, status, stdout, stderr } = spawnSync('git', args, {
      cwd: folder,
      env: { ...env, LC_ALL: 'C' },
      maxBuffer: MAX_OUTPUT_BYTES,
      ...(input === undefined ? {} : { input }),
    });
    if (error !== undefined) {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      throw new GitError(
        isMissing ? 'git is not installed, or not in PATH' : `git: ${error.message}`,
        { cause: error },
      );
    }
    if (status === 0) return stdout;
    throw new GitError(`git ${args[0] ?? ''}: ${stderr.toString('utf8').trim()}`);
  };
}

/** Lines of an output, without the last empty one. */
export function linesOf(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The tree's files, at any depth. */
export function readTree(git: Git, oid: string): readonly TreeEntry[] {
  const entries = git(['ls-tree', '-r', '-z', '--full-tree', oid]).toString('utf8').split('\0');
  return entries.flatMap((entry) => {
    const [head = '', path] = splitOnce(entry, '\t');
    const [mode, , blob] = head.split(' ');
    if (path === undefined || mode === undefined || blob === undefined) return [];
    return [{ path, mode, oid: blob }];
  });
}

/** The blobs' bytes by their ids, all by one process. Throws {@link GitError} where one is not there. */
export function readBlobs(git: Git, oids: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(oids)];
  const output = git(['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  const blobs = new Map<string, Buffer>();
  let at = 0;
  for (const oid of wanted) {
    const end = output.indexOf('\n', at);
    const [, kind, size] = output.toString('utf8', at, end).split(' ');
    if (kind !== 'blob') throw new GitError(`git has no file ${oid}; expected it in its store`);
    const from = end + 1;
    blobs.set(oid, output.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return blobs;
}

function splitOnce(text: string, by: string): readonly [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)];
}
