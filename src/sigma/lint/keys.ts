// Keys of a document → those that are near to a known one: a slip that would be read as a field of the author's own.

import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';
import { entryOf, type YamlMap } from '../yaml/node.ts';

const SHARED = [
  ...['title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'author'],
  ...['references', 'date', 'modified', 'logsource', 'tags', 'scope'],
];
const OF_RULES = [
  'detection',
  'fields',
  'falsepositives',
  'level',
  'guide',
  'correlation',
  'generate',
];
const OF_FILTERS = ['filter', 'owner', 'reason', 'expires'];
const OF_LOGSOURCES = ['category', 'product', 'service', 'definition'];
const OF_GUIDES = ['triage', 'respond', 'harden', 'logging'];

/** The specification allows fields of one's own, so only what looks misspelt is reported. */
export function lintKeys(map: YamlMap, sink: DiagnosticSink): void {
  const isFilter = entryOf(map, 'filter') !== undefined;
  lintMap(map, [...SHARED, ...(isFilter ? OF_FILTERS : OF_RULES)], sink);
  lintSection(map, 'logsource', OF_LOGSOURCES, sink);
  if (!isFilter) lintSection(map, 'guide', OF_GUIDES, sink);
}

function lintSection(map: YamlMap, key: string, known: readonly string[], sink: DiagnosticSink) {
  const section = entryOf(map, key)?.value;
  if (section?.kind === 'map') lintMap(section, known, sink);
}

function lintMap(map: YamlMap, known: readonly string[], sink: DiagnosticSink): void {
  for (const { key } of map.entries) {
    if (known.includes(key.source)) continue;
    const hint = suggest(key.source, known);
    if (hint === '') continue;
    sink.warning(
      'LINT_UNKNOWN_KEY',
      key.position,
      `key "${key.source}" is unknown and ignored${hint}`,
    );
  }
}
