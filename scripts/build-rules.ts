// rules/**/*.yml → dist/rules/ruleset.mjs: compiled, self-contained, no YAML and no compiler inside.

import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { emitModuleFile, loadRuleset, type RuleUnit } from '../src/sigma/index.ts';
import { readRuleFiles } from './rule-files.ts';
import { DECIDING_FOLDERS, type DigestedFile, digestOf, rulesHashOf } from './ruleset-digest.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = join(ROOT, 'dist', 'rules', 'ruleset.mjs');

/** Folder that has `rules/`: the repository, or what `synth --ruleset` wrote an earlier rule set to. */
const RULES_FROM = process.env['SIGMA_LAMBDA_RULES_FROM'] ?? ROOT;

/** The code by path, which decides together with the rules what is found. */
function readCode(): DigestedFile[] {
  return globSync(
    DECIDING_FOLDERS.map((folder) => `${folder}/**/*.ts`),
    { cwd: ROOT },
  )
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function isCurrent(digest: string): boolean {
  return existsSync(OUTPUT) && readFileSync(OUTPUT, 'utf8').includes(`"${digest}"`);
}

/** True if a rule or filter has a regular expression. */
function usesPatterns(units: readonly RuleUnit[]): boolean {
  return JSON.stringify(units).includes('"op":"regex"');
}

/** Two commands may build at once: a reader sees the old file or the new one, never half of one. */
function writeWhole(contents: Uint8Array): void {
  mkdirSync(dirname(OUTPUT), { recursive: true });
  const draft = `${OUTPUT}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, OUTPUT);
}

async function main(): Promise<number> {
  const files = readRuleFiles(RULES_FROM);
  const digest = digestOf(files, readCode());
  if (process.argv.includes('--if-stale') && isCurrent(digest)) return 0;
  const { units, correlations, diagnostics } = loadRuleset(files);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const { code, message, position } of errors) {
    console.error(`${position.path}:${position.line}:${position.column} ${code} ${message}`);
  }
  if (errors.length > 0 || units.length === 0) {
    console.error(
      `dist/rules/ruleset.mjs not written: ${errors.length} errors, ${units.length} rules`,
    );
    return 2;
  }
  const specs = correlations.map(({ spec }) => spec);
  const rulesHash = rulesHashOf(files);
  const module = emitModuleFile(units, specs, join(ROOT, 'src/runtime/index.ts'), digest);
  const text = `${module}export const rulesHash = ${JSON.stringify(rulesHash)};\n`;
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: ROOT, sourcefile: 'ruleset.mjs' },
    bundle: true,
    alias: usesPatterns(units) ? {} : { re2js: join(ROOT, 'scripts/no-regex.ts') },
    format: 'esm',
    platform: 'node',
    target: 'node22',
    write: false,
    logLevel: 'warning',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild returned no output for the ruleset');
  writeWhole(output.contents);
  if (!process.argv.includes('--if-stale')) {
    console.log(
      `dist/rules/ruleset.mjs: ${units.length} rules, ${specs.length} correlations, ${output.contents.length} bytes; hash ${rulesHash}`,
    );
  }
  return 0;
}

process.exitCode = await main();
