// A `*.test.yml` → the rule it tests and its cases. Weak files are refused: a rule that is only seen to fire proves little.

import { canonicalJson } from '../../finding/index.ts';
import type { Diagnostic, JsonValue } from '../../model/index.ts';
import type { RuleFile } from '../../sigma/index.ts';
import { CheckedMap } from './checked-map.ts';
import { readYaml } from './read-yaml.ts';
import { parseCase, type RuleCase } from './test-case.ts';

/** A test file that may be run. */
export interface RuleTestFile {
  readonly path: string;
  /** The rule's file beside it, or the rule's id. */
  readonly rule: string;
  readonly cases: readonly RuleCase[];
}

/** A file, or what is wrong with it. */
export interface ParsedTestFile {
  /** Undefined after errors: none of its cases is run. */
  readonly file: RuleTestFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a test file and reports all that is wrong with it. */
export function parseTestFile(source: RuleFile): ParsedTestFile {
  const yaml = readYaml(source);
  if (!yaml.ok) return { file: undefined, diagnostics: yaml.error };
  const diagnostics: Diagnostic[] = [];
  const map = new CheckedMap(yaml.value, [], yaml.value.value, ['rule', 'cases'], diagnostics);
  const listed = map.raw('cases');
  const values: readonly JsonValue[] = Array.isArray(listed) ? listed : [];
  if (values.length === 0) map.report('TEST_SHAPE', '"cases" must be a list of cases', 'cases');
  const cases = values.flatMap(
    (value, index) => parseCase(yaml.value, index, value, diagnostics) ?? [],
  );
  const rule = map.text('rule');
  reportDuplicates(cases, map);
  if (diagnostics.length === 0) reportWeak(cases, map);
  const file = diagnostics.length === 0 ? { path: source.path, rule, cases } : undefined;
  return { file, diagnostics };
}

/**
 * Two cases of one name cannot be told apart; two of the same records prove no more than one, unless a clause of another
 * rule is answered by one of them.
 */
function reportDuplicates(cases: readonly RuleCase[], map: CheckedMap): void {
  const names = new Set<string>();
  const byRecords = new Map<string, string>();
  for (const { name, source, records, parity } of cases) {
    if (names.has(name))
      map.report('TEST_DUPLICATE_NAME', `two cases are named "${name}"`, 'cases');
    names.add(name);
    const texts = records.map((record) => canonicalJson(record));
    const key = JSON.stringify([source, parity?.clause, texts]);
    const other = byRecords.get(key);
    if (other !== undefined) {
      const message = `cases "${other}" and "${name}" have the same records; one of them proves nothing`;
      map.report('TEST_DUPLICATE_CASE', message, 'cases');
    }
    byRecords.set(key, name);
  }
}

function reportWeak(cases: readonly RuleCase[], map: CheckedMap): void {
  for (const needed of ['match', 'no-match'] as const) {
    if (cases.some(({ expect }) => expect === needed)) continue;
    map.report('TEST_WEAK', `no case expects "${needed}"; a test needs both`, 'cases');
  }
}
