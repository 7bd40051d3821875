// A filter that was pasted from `explain` or an alert → whether somebody put their own words in.

import { FILL_IN } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { entryOf, type YamlMap } from '../yaml/node.ts';

/** Owner and reason that still say what should stand there. */
export function lintOwnership(map: YamlMap, sink: DiagnosticSink): void {
  for (const key of ['owner', 'reason']) {
    const value = entryOf(map, key)?.value;
    if (value?.kind !== 'scalar' || !value.source.startsWith(FILL_IN)) continue;
    sink.warning('LINT_FILTER_UNFILLED', value.position, `"${key}" is still to be filled in`);
  }
}
