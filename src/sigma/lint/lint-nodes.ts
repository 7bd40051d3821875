// Documents as YAML → what is doubtful about them, though they load.

import type { DiagnosticSink } from '../diagnostics.ts';
import { entryOf, type YamlMap, type YamlNode } from '../yaml/node.ts';
import { lintConditions } from './conditions.ts';
import { lintDates, lintId, lintStatus, lintTitle } from './header.ts';
import { lintKeys } from './keys.ts';
import { lintOwnership } from './ownership.ts';
import { lintLogsource, lintRelated } from './related.ts';
import { lintTags } from './tags.ts';
import { lintValues } from './values.ts';

/** Lints every document that is a map, rejected ones too: an author wants to see everything at once. */
export function lintNodes(nodes: readonly YamlNode[], sink: DiagnosticSink): void {
  for (const node of nodes) if (node.kind === 'map') lintDocument(node, sink);
}

function lintDocument(map: YamlMap, sink: DiagnosticSink): void {
  const title = entryOf(map, 'title')?.value;
  sink.nameRule(title?.kind === 'scalar' ? title.source : '');
  lintTitle(map, sink);
  lintId(map, sink);
  lintStatus(map, sink);
  lintDates(map, sink);
  lintTags(map, sink);
  lintRelated(map, sink);
  lintLogsource(map, sink);
  lintKeys(map, sink);
  lintOwnership(map, sink);
  for (const section of ['detection', 'filter']) {
    const node = entryOf(map, section)?.value;
    if (node?.kind !== 'map') continue;
    lintValues(node, sink);
    lintConditions(node, sink);
  }
}
