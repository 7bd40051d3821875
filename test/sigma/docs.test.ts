// docs/sigma-support.md is what src/sigma says of itself.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { describeSigma } from '../../src/sigma/index.ts';
import { SIGMA_CODES } from '../../src/sigma/diagnostics.ts';
import { MODIFIERS } from '../../src/sigma/modifiers/table.ts';

describe('docs/sigma-support.md', () => {
  it('is up to date', () => {
    const written = readFileSync(new URL('../../docs/sigma-support.md', import.meta.url), 'utf8');
    assert.equal(written, describeSigma(), 'run `node scripts/run.mjs scripts/gen-docs.ts`');
  });

  it('names every modifier with one sentence', () => {
    const text = describeSigma();
    for (const { name, summary } of MODIFIERS.values()) {
      assert.ok(text.includes(`| \`${name}\` | ${summary} |`), name);
      assert.match(summary, /\.$|…$/);
    }
  });
});

const ROOT = new URL('../../', import.meta.url);

/** Words in code font that look like a code, in the text between two headings. */
function codesBetween(text: string, heading: string, next: string): readonly string[] {
  const section = text.slice(text.indexOf(heading), text.indexOf(next));
  return [...section.matchAll(/`((?:YAML|SIGMA|LINT)_[A-Z_]+)`/g)].map(([, code = '']) => code);
}

describe("docs/design/engine.md's table of failures", () => {
  const text = readFileSync(new URL('docs/design/engine.md', ROOT), 'utf8');
  const listed = codesBetween(text, '## Failure model', '## Built, and not');

  it('lists each code once, and no other', () => {
    assert.deepEqual([...listed].sort(), [...SIGMA_CODES].sort());
  });

  it('is at one with the warnings that docs/cli.md explains', () => {
    const cli = readFileSync(new URL('docs/cli.md', ROOT), 'utf8');
    const unexplained = SIGMA_CODES.filter(
      (code) => code.startsWith('LINT_') && !cli.includes(`\`${code}\``),
    );
    assert.deepEqual(unexplained, []);
  });

  it('calls a warning what the compiler warns of, and an error what rejects', () => {
    for (const code of listed) {
      const [row = ''] = text.split('\n').filter((line) => line.includes(`\`${code}\``));
      assert.equal(row.startsWith('| warnings'), code.startsWith('LINT_'), code);
    }
  });

  it('lists nothing that the compiler never says', () => {
    const cwd = new URL('src/sigma/', ROOT);
    const sources = globSync('**/*.ts', { cwd })
      .filter((path) => path !== 'diagnostics.ts')
      .map((path) => readFileSync(new URL(path, cwd), 'utf8'))
      .join('\n');
    const silent = SIGMA_CODES.filter((code) => !sources.includes(`'${code}'`));
    assert.deepEqual(silent, []);
  });
});
