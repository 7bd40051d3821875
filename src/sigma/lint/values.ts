// Lists of values in a detection → values that stand twice: one of them was probably meant to be another.

import type { DiagnosticSink } from '../diagnostics.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';

/** Values that stand in one list with the same text and type. */
export function lintValues(section: YamlMap, sink: DiagnosticSink): void {
  for (const { key, value } of section.entries) {
    if (key.source !== 'rules' && key.source !== 'condition') lintNode(value, sink);
  }
}

function lintNode(node: YamlNode, sink: DiagnosticSink): void {
  if (node.kind === 'map') {
    for (const { value } of node.entries) lintNode(value, sink);
    return;
  }
  if (node.kind !== 'list') return;
  const seen = new Set<string>();
  for (const item of node.items) {
    lintNode(item, sink);
    if (item.kind !== 'scalar') continue;
    const label = `${typeof item.value} ${item.source}`;
    if (seen.has(label)) {
      const message = `value "${item.source}" stands twice in one list`;
      sink.warning('LINT_DUPLICATE_VALUE', item.position, message);
    }
    seen.add(label);
  }
}
