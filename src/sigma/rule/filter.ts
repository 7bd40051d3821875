// A YAML document with `filter:` → a typed Sigma filter.

import type { Logsource, SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { entryOf, type YamlMap } from '../yaml/node.ts';
import { readLogsource, readText, readTexts, readWord, requireMap, requireText } from './read.ts';
import type { Searches } from './search.ts';
import { readSearches } from './searches.ts';

/** A filter, understood. Its condition is applied as written: a match is kept while it holds. */
export interface SigmaFilter {
  readonly id: string;
  readonly title: string;
  readonly owner: string | undefined;
  readonly reason: string | undefined;
  readonly logsource: Logsource;
  /** Ids or names of the rules it applies to. */
  readonly rules: readonly string[];
  readonly searches: Searches;
  readonly position: SourcePosition;
}

/** Reads a filter; undefined after at least one error was reported. */
export function parseFilter(map: YamlMap, sink: DiagnosticSink): SigmaFilter | undefined {
  const title = requireText(map, 'title', sink);
  const id = readWord(map, 'id', sink);
  const logsource = readLogsource(map, sink);
  const owner = readText(map, 'owner', sink);
  const reason = readText(map, 'reason', sink);
  refuseExpiry(map, sink);
  const filter = requireMap(map, 'filter', sink);
  const rules = filter === undefined ? [] : readTexts(filter, 'rules', sink);
  if (filter !== undefined && rules.length === 0) {
    const message =
      '"filter.rules" is missing; expected the ids or names of the rules it applies to';
    sink.error('SIGMA_MISSING_FIELD', filter.position, message);
  }
  const searches = filter && readSearches(filter, ['rules'], sink);
  if (sink.hasErrors || title === undefined) return undefined;
  if (logsource === undefined || searches === undefined) return undefined;
  return {
    id: id ?? title,
    title,
    owner,
    reason,
    logsource,
    rules,
    searches,
    position: map.position,
  };
}

function refuseExpiry(map: YamlMap, sink: DiagnosticSink): void {
  const entry = entryOf(map, 'expires') ?? entryOf(map, 'expiry');
  if (entry === undefined) return;
  const message =
    'filters that expire are not built yet, and one that never does must not pass for one that does';
  sink.error('SIGMA_UNSUPPORTED_EXPIRY', entry.key.position, message);
}
