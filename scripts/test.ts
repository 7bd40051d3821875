// `npm test`: all tests, of each group in one process, three processes at a time. One file or folder of them:
// node scripts/run.mjs --test "test/sigma/*.test.ts"

import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { groupTests, type TestGroup } from './test-groups.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'dist', 'tests');

/** One more than the processors that a test can count on: some of them wait, for polls and other processes. */
const PROCESSES = 3;

/** A file that cannot be loaded fails as a test of its own, and takes no other with it. */
function textOf({ files }: TestGroup): string {
  const urls = files.map((file) => [file, pathToFileURL(join(ROOT, file)).href]);
  return `import { test } from 'node:test';
for (const [file, url] of ${JSON.stringify(urls)}) {
  try {
    await import(url);
  } catch (error) {
    test(file, () => {
      throw error;
    });
  }
}
`;
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const files = globSync('test/**/*.test.ts', { cwd: ROOT });
const paths = groupTests(files).map((group) => {
  const path = join(FOLDER, `${group.name}.test.mjs`);
  writeFileSync(path, textOf(group));
  return path;
});
const { status, error } = spawnSync(
  process.execPath,
  [...process.execArgv, '--test', `--test-concurrency=${PROCESSES}`, ...paths],
  { cwd: ROOT, stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
