// Builders: a detection or a whole document → rule text → what the compiler made of it.

import assert from 'node:assert/strict';
import type { CompiledRule, JsonObject } from '../../src/model/index.ts';
import {
  type CompiledRuleset,
  compileRuleset,
  createEventReader,
  loadRuleset,
  type RuleUnit,
} from '../../src/sigma/index.ts';

/** Line on which the first line of `detection` stands in {@link ruleText}. */
export const DETECTION_LINE = 7;

/** A rule whose `detection:` holds these lines, each without the leading two spaces. */
export function ruleText(detection: readonly string[], id = 'r1'): string {
  const head = ['title: T', `id: ${id}`, 'level: low', 'logsource:', '  category: test'];
  return `${[...head, 'detection:', ...detection.map((line) => `  ${line}`)].join('\n')}\n`;
}

/** A rule with one selection of these lines. */
export function selectionText(lines: readonly string[]): string {
  return ruleText(['s:', ...lines.map((line) => `  ${line}`), 'condition: s']);
}

/** A document from an object: JSON is YAML, and quotes every text, however hostile. */
export function documentText(document: object): string {
  return JSON.stringify(document);
}

/** A complete rule as an object; `changes` replace its fields. */
export function ruleObject(changes: object = {}): object {
  return {
    title: 'T',
    id: 'r1',
    level: 'low',
    logsource: { category: 'test' },
    detection: { s: { f: 'a' }, condition: 's' },
    ...changes,
  };
}

/** Compiles one file. */
export function load(text: string): CompiledRuleset {
  return compileRuleset([{ path: 'r.yml', text }]);
}

/** Its problems as `CODE line:column`. */
export function problems(text: string): readonly string[] {
  return load(text).diagnostics.map(
    ({ code, position }) => `${code} ${position.line}:${position.column}`,
  );
}

/** Codes of its errors. */
export function errorCodes(text: string): readonly string[] {
  const errors = load(text).diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ code }) => code);
}

/** The one rule of a text that has no errors. */
export function compileOne(text: string): CompiledRule {
  const { rules, diagnostics } = load(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, [], text);
  const [rule] = rules;
  assert.ok(rule !== undefined, `no rule in ${text}`);
  return rule;
}

/** The unit of the one rule of a text. */
export function unitOf(text: string): RuleUnit {
  const [unit] = load(text).units;
  assert.ok(unit !== undefined, `no rule in ${text}`);
  return unit;
}

/** True if the rule matches and each of its filters keeps the match. */
export function matchesEvent(rule: CompiledRule, event: JsonObject): boolean {
  const reader = createEventReader(event);
  return rule.matches(reader) && rule.filters.every((filter) => filter.keeps(reader));
}

/** A rule with the selections s, t_1 and _h, and this condition as YAML source. Condition at line 13. */
export function withCondition(...source: readonly string[]): string {
  const [first = '', ...rest] = source;
  const selections = ['s:', '  f: a', 't_1:', '  f: b', '_h:', '  f: c'];
  return ruleText([...selections, `condition: ${first}`, ...rest]);
}

/** The units of documents, one file each. */
export function unitsOf(...documents: readonly object[]): readonly RuleUnit[] {
  const files = documents.map((document, index) => ({
    path: `${index}.yml`,
    text: documentText(document),
  }));
  return loadRuleset(files).units;
}
