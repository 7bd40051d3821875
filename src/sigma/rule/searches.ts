// A `detection:` or `filter:` map → its search identifiers and its conditions, names looked up.

import type { SourcePosition } from '../../model/index.ts';
import { parseCondition } from '../condition/parse.ts';
import { type ResolvedCondition, resolveCondition } from '../condition/resolve.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { mistakenFor } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode } from '../yaml/node.ts';
import { parseDetection } from './parse-detection.ts';
import type { Search, Searches } from './search.ts';
import { countTests, MAX_TESTS, TestBudget } from './size.ts';

/** Reads a map of search identifiers; `notSearches` are its keys that mean something else. */
export function readSearches(
  map: YamlMap,
  notSearches: readonly string[],
  sink: DiagnosticSink,
): Searches | undefined {
  const reserved = new Set([...notSearches, 'condition']);
  const entries = map.entries.filter((entry) => !reserved.has(entry.key.source));
  const context = { budget: new TestBudget(), sink };
  const searches = entries.flatMap((entry) => {
    const name = entry.key.source;
    const detection = parseDetection(entry.value, name, context);
    return detection === undefined ? [] : [{ name, detection, position: entry.key.position }];
  });
  const names = entries.map((entry) => entry.key.source);
  if (names.length === 0) {
    const message = 'no search identifier; expected at least one, such as "selection"';
    sink.error('SIGMA_EMPTY_DETECTION', map.position, message);
  }
  const conditions = readConditions(map, names, sink);
  if (conditions === undefined || searches.length !== names.length) return undefined;
  lintUnused(searches, conditions, sink);
  return refuseTooLarge({ searches, conditions }, map.position, sink);
}

function refuseTooLarge(
  searches: Searches,
  position: SourcePosition,
  sink: DiagnosticSink,
): Searches | undefined {
  const tests = countTests(searches);
  if (tests <= MAX_TESTS) return searches;
  const message = `the conditions spell out ${tests} field tests; at most ${MAX_TESTS} are compiled`;
  sink.error('SIGMA_TOO_LARGE', position, message);
  return undefined;
}

function readConditions(
  map: YamlMap,
  names: readonly string[],
  sink: DiagnosticSink,
): readonly ResolvedCondition[] | undefined {
  const node = entryOf(map, 'condition')?.value;
  if (node === undefined) {
    const hint = mistakenFor('condition', names);
    const message = `"condition" is missing; expected how the search identifiers are linked${hint}`;
    sink.error('SIGMA_MISSING_FIELD', map.position, message);
    return undefined;
  }
  const items: readonly YamlNode[] = node.kind === 'list' ? node.items : [node];
  const resolved = items.map((item) => {
    const isEmpty = item.kind === 'scalar' && item.value === '';
    if (item.kind !== 'scalar' || item.value === null || isEmpty) {
      sink.error(
        'SIGMA_FIELD_TYPE',
        item.position,
        `"condition" is ${isEmpty ? 'empty' : nounOf(item)}; expected text`,
      );
      return undefined;
    }
    const condition = parseCondition(item, sink);
    return condition && resolveCondition(condition, names, sink);
  });
  if (items.length === 0) {
    sink.error('SIGMA_FIELD_TYPE', node.position, '"condition" is an empty list; expected text');
  }
  const isWhole = resolved.length > 0 && resolved.every((condition) => condition !== undefined);
  return isWhole ? resolved : undefined;
}

function lintUnused(
  searches: readonly Search[],
  conditions: readonly ResolvedCondition[],
  sink: DiagnosticSink,
): void {
  const used = new Set(conditions.flatMap(namesIn));
  for (const { name, position } of searches) {
    if (used.has(name) || name.startsWith('_')) continue;
    const message = `search identifier "${name}" is used by no condition`;
    sink.warning('LINT_UNUSED_IDENTIFIER', position, message);
  }
}

function namesIn(condition: ResolvedCondition): readonly string[] {
  if (condition.kind === 'identifier') return [condition.name];
  if (condition.kind === 'not') return namesIn(condition.item);
  return condition.items.flatMap(namesIn);
}
