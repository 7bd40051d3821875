// Plants one fault per lint rule that the promises lean on, under the repository's own biome.json, and sees each caught.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { LINT_FAULTS, LINT_SOUND } from './lint-faults.ts';
import { IS_THOROUGH } from '../support/runs.ts';
import { REPOSITORY, withTree } from './planted-tree.ts';

const BIOME = join(REPOSITORY, 'node_modules/@biomejs/biome/bin/biome');

function biome(root: string, ...args: readonly string[]) {
  const command = [BIOME, ...args, '--max-diagnostics=none'];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** `path: category message` of each diagnostic. */
function lint(root: string): readonly string[] {
  const { stdout, stderr } = biome(root, 'lint', '--error-on-warnings', '--reporter=json', '.');
  const report: unknown = JSON.parse(stdout || 'null');
  assert.ok(isReport(report), `biome gave no report: ${stdout}${stderr}`);
  return report.diagnostics.map(
    ({ location, category, message }) => `${location.path}: ${category} ${message}`,
  );
}

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string };
  }[];
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'diagnostics' in value;
}

describe('the linter', () => {
  let found: readonly string[];
  before(async () => {
    const planted = Object.fromEntries(LINT_FAULTS.map(({ path, text }) => [path, `${text}\n`]));
    found = await withTree({ ...LINT_SOUND, ...planted }, lint);
  });

  for (const { what, path, rule } of LINT_FAULTS) {
    it(`refuses ${what}`, () => {
      const ofFile = found.filter((diagnostic) => diagnostic.startsWith(`${path}: `));
      assert.ok(
        ofFile.some((diagnostic) => diagnostic.includes(rule)),
        `${rule} among ${JSON.stringify(ofFile)}`,
      );
    });
  }

  for (const path of Object.keys(LINT_SOUND)) {
    it(`finds no fault in ${path}, which has none`, () => {
      assert.deepEqual(
        found.filter((diagnostic) => diagnostic.startsWith(`${path}: `)),
        [],
      );
    });
  }

  // As `npm run check` does by a command of its own.
  if (IS_THOROUGH) {
    it('passes the repository as it stands', () => {
      const { status, stdout, stderr } = biome(REPOSITORY, 'lint', '--error-on-warnings', '.');
      assert.equal(status, 0, stdout + stderr);
    });
  }
});

describe('the formatter', () => {
  for (const [what, text, status] of [
    ['refuses double quotes', 'export const a = "a";\n', 1],
    ['refuses four spaces', "export function a(): void {\n    throw new Error('a');\n}\n", 1],
    ['refuses a file without a last line end', "export const a = 'a';", 1],
    ['passes what is formatted', "export const a = 'a';\n", 0],
  ] as const) {
    it(what, async () => {
      const run = await withTree({ 'src/model/index.ts': text }, (root) =>
        biome(root, 'format', 'src'),
      );
      assert.equal(run.status, status, run.stdout + run.stderr);
    });
  }
});
