// Rules and test files of some folders → the result of every case, and every file that could not be used.

import { dirname, join } from 'node:path';
import type { CompiledCorrelation, CompiledRule, Diagnostic } from '../../model/index.ts';
import { compileRule, type RuleFile } from '../../sigma/index.ts';
import { silentRules } from '../../pipeline/index.ts';
import { createRegistry, type Registry } from '../../source/index.ts';
import { oneOf } from '../parse-options.ts';
import type { RuleContext } from '../rule-context.ts';
import { underTest } from './under-test.ts';
import { type CaseResult, runCase } from './run-case.ts';
import { runTimeline } from './run-timeline.ts';
import type { RuleCase } from './test-case.ts';
import { parseTestFile, type RuleTestFile } from './test-file.ts';

/** How the tests went. */
export interface SuiteResult {
  readonly results: readonly CaseResult[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the cases that have one of the tags, or all for none. Files are checked whole either way. */
export async function runSuite(
  context: RuleContext,
  tags: readonly string[],
): Promise<SuiteResult> {
  const parsed = context.tests.map(parseTestFile);
  const diagnostics = parsed.flatMap((one) => one.diagnostics);
  const files = parsed.flatMap(({ file }) => file ?? []);
  const registry = createRegistry();
  checkTags(tags, files.length === parsed.length ? files : []);
  const tested = new Set<string>();
  const results: CaseResult[] = [];
  for (const file of files) {
    const subject = findSubject(file, context);
    if (subject === undefined) {
      diagnostics.push(unknownRule(file));
      continue;
    }
    for (const id of subject.ids) tested.add(id);
    const chosen = file.cases.filter(
      (one) => tags.length === 0 || one.tags.some((tag) => tags.includes(tag)),
    );
    for (const one of chosen) results.push(await subject.run(one, registry));
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

/**
 * A tag that no case has selects nothing, and nothing would pass. `files`: all of them; empty where one cannot be
 * read, which may have the tag and is reported.
 */
function checkTags(tags: readonly string[], files: readonly RuleTestFile[]): void {
  if (files.length === 0) return;
  const known = [...new Set(files.flatMap(({ cases }) => cases.flatMap((one) => one.tags)))].sort();
  for (const tag of tags) oneOf('--tag', tag, known);
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

/** What a test file tests. */
interface Subject {
  /** Rules it counts as a test of: of a correlation also those that report through it alone. */
  readonly ids: readonly string[];
  run(one: RuleCase, registry: Registry): Promise<CaseResult>;
}

function findSubject(file: RuleTestFile, context: RuleContext): Subject | undefined {
  const correlation = findCorrelation(file, context);
  if (correlation !== undefined) {
    const tested = underTest(correlation, context.correlations, context.compiled);
    const silent = silentRules(context.correlations);
    return {
      ids: [correlation.id, ...correlation.rules.filter((rule) => silent.has(rule))],
      run: (one, registry) => runTimeline(one, tested, file.path, registry),
    };
  }
  const rule = findRule(file, context);
  return (
    rule && { ids: [rule.id], run: (one, registry) => runCase(one, rule, file.path, registry) }
  );
}

/** By id, else the last one in the file beside the test: it stands behind those that it refers to. */
function findCorrelation(
  file: RuleTestFile,
  { correlations, loadedCorrelations, rules }: RuleContext,
): CompiledCorrelation | undefined {
  const path = join(dirname(file.path), file.rule);
  const beside = rules.find((rule) => join(rule.path) === path);
  return correlations.findLast(
    ({ id }, index) =>
      id === file.rule || loadedCorrelations[index]?.position.path === (beside?.path ?? ''),
  );
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
  { units, loadedCorrelations }: RuleContext,
): readonly Diagnostic[] {
  const position = { path: file.path, line: 1, column: 1 };
  const metas = [
    ...units.map(({ meta, position: at }) => ({ id: meta['id'], title: meta['title'], at })),
    ...loadedCorrelations.map(({ spec: { id, title }, position: at }) => ({ id, title, at })),
  ];
  return metas
    .filter(({ id, at }) => at.path === file.path && !tested.has(String(id)))
    .map(({ title }) => ({
      code: 'TEST_MISSING',
      severity: 'error',
      message: `rule "${String(title)}" has no test; write ${testPathOf(file.path)}`,
      position,
    }));
}
