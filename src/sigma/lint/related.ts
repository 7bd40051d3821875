// `related`, `taxonomy` and the logsource's words → what the specification wants otherwise.

import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode } from '../yaml/node.ts';

/** @see Sigma rules specification 2.1, "Related rules" */
const TYPES = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];

/** Rules that a rule is related to: each has an id and a known type. */
export function lintRelated(map: YamlMap, sink: DiagnosticSink): void {
  const related = entryOf(map, 'related')?.value;
  if (related === undefined) return;
  const items: readonly YamlNode[] = related.kind === 'list' ? related.items : [related];
  for (const item of items) lintRelation(item, sink);
}

function lintRelation(item: YamlNode, sink: DiagnosticSink): void {
  const type = item.kind === 'map' ? entryOf(item, 'type')?.value : undefined;
  const id = item.kind === 'map' ? entryOf(item, 'id')?.value : undefined;
  if (type === undefined || id === undefined) {
    sink.warning('LINT_RELATED', item.position, '"related" holds maps of an id and a type');
    return;
  }
  const text = type.kind === 'scalar' ? type.source : '';
  if (TYPES.includes(text)) return;
  const hint = suggest(text, TYPES) || `; expected one of ${TYPES.join(', ')}`;
  sink.warning('LINT_RELATED', type.position, `the relation is ${nounOf(type)}${hint}`);
}

/** Category, product and service in capitals: they are compared without case, but nowhere else perhaps. */
export function lintLogsource(map: YamlMap, sink: DiagnosticSink): void {
  const source = entryOf(map, 'logsource')?.value;
  if (source?.kind !== 'map') return;
  for (const key of ['category', 'product', 'service']) {
    const value = entryOf(source, key)?.value;
    if (value?.kind !== 'scalar' || value.source === value.source.toLowerCase()) continue;
    const message = `"${key}" is ${nounOf(value)}; the specification wants lower case`;
    sink.warning('LINT_LOGSOURCE', value.position, message);
  }
}
