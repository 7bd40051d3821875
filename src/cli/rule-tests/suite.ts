// Rules and test files of some folders → the result of every case, and every file that could not be used.

import { dirname, join } from 'node:path';
import type { CompiledRule, Diagnostic } from '../../model/index.ts';
import { compileRule, type RuleFile } from '../../sigma/index.ts';
import { createRegistry } from '../../source/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { type CaseResult, runCase } from './run-case.ts';
import { parseTestFile, type RuleTestFile } from './test-file.ts';

/** How the tests went. */
export interface SuiteResult {
  readonly results: readonly CaseResult[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the cases that have one of the tags, or all for none. Files are checked whole either way. */
export function runSuite(context: RuleContext, tags: readonly string[]): SuiteResult {
  const parsed = context.tests.map(parseTestFile);
  const diagnostics = parsed.flatMap((one) => one.diagnostics);
  const files = parsed.flatMap(({ file }) => file ?? []);
  const registry = createRegistry();
  const tested = new Set<string>();
  const results: CaseResult[] = [];
  for (const file of files) {
    const rule = findRule(file, context);
    if (rule === undefined) {
      diagnostics.push(unknownRule(file));
      continue;
    }
    tested.add(rule.id);
    const chosen = file.cases.filter(
      (one) => tags.length === 0 || one.tags.some((tag) => tags.includes(tag)),
    );
    results.push(...chosen.map((one) => runCase(one, rule, file.path, registry)));
  }
  const broken = new Set(
    parsed.flatMap(({ file }, index) =>
      file === undefined ? (context.tests[index]?.path ?? []) : [],
    ),
  );
  const untested = context.rules
    .filter(({ path }) => !broken.has(testPathOf(path)))
    .flatMap((file) => reportUntested(file, tested, context));
  return { results, diagnostics: [...diagnostics, ...untested] };
}

/** `rule.yml` → `rule.test.yml`. */
function testPathOf(path: string): string {
  return path.replace(/\.ya?ml$/i, '.test.yml');
}

/** By id, else by the file beside the test. With its filters: those are bound in the whole set only. */
function findRule(file: RuleTestFile, context: RuleContext): CompiledRule | undefined {
  const byId = context.compiled.find(({ id }) => id === file.rule);
  if (byId !== undefined) return byId;
  const path = join(dirname(file.path), file.rule);
  const beside = context.rules.find((rule) => join(rule.path) === path);
  const alone = beside && compileRule(beside.text, beside.path, context.options);
  return alone?.ok === true ? context.compiled.find(({ id }) => id === alone.value.id) : undefined;
}

function unknownRule({ path, rule }: RuleTestFile): Diagnostic {
  const message = `rule "${rule}" is neither a file beside the test nor the id of a rule that compiles`;
  return {
    code: 'TEST_UNKNOWN_RULE',
    severity: 'error',
    message,
    position: { path, line: 1, column: 1 },
  };
}

function reportUntested(
  file: RuleFile,
  tested: ReadonlySet<string>,
  { units }: RuleContext,
): readonly Diagnostic[] {
  const position = { path: file.path, line: 1, column: 1 };
  return units
    .filter((unit) => unit.position.path === file.path && !tested.has(String(unit.meta['id'])))
    .map(({ meta }) => ({
      code: 'TEST_MISSING',
      severity: 'error',
      message: `rule "${String(meta['title'])}" has no test; write ${testPathOf(file.path)}`,
      position,
    }));
}
