// A YAML document with `filter:` → a typed Sigma filter.

import type { Logsource, SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { mistakenFor } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap } from '../yaml/node.ts';
import { dayEndMs } from './day.ts';
import { readLogsource, readText, readTexts, readWord, requireMap, requireText } from './read.ts';
import type { Searches } from './search.ts';
import { readSearches } from './searches.ts';

/** Owner of the filters that are part of the product: they need no reason to end. */
export const PRODUCT_OWNER = 'sigma-lambda';

/** When a filter ends. */
export interface Expiry {
  /** The last day on which it applies, as written. */
  readonly day: string;
  /** Epoch ms of that day's end, UTC. */
  readonly endMs: number;
  readonly position: SourcePosition;
}

/** A filter, understood. Its condition is applied as written: a match is kept while it holds. */
export interface SigmaFilter {
  readonly id: string;
  readonly title: string;
  readonly owner: string | undefined;
  readonly reason: string | undefined;
  readonly expiry: Expiry | undefined;
  readonly logsource: Logsource;
  /** Ids or names of the rules it applies to; `any` = all whose logsource its own contains. */
  readonly rules: readonly string[] | 'any';
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
  const expiry = readExpiry(map, sink);
  refuseDetection(map, sink);
  const filter = requireMap(map, 'filter', sink);
  const rules = filter && readRules(filter, sink);
  const searches = filter && readSearches(filter, ['rules'], sink);
  if (sink.hasErrors || title === undefined || rules === undefined) return undefined;
  if (logsource === undefined || searches === undefined) return undefined;
  const meta = { id: id ?? title, title, owner, reason, expiry };
  return { ...meta, logsource, rules, searches, position: map.position };
}

/**
 * Reports what a filter of a site lacks: a filter hides matches, so somebody must answer for it, say why, and look at
 * it again. True if it lacks nothing. Product filters do not expire.
 */
export function hasOwnership(filter: SigmaFilter, sink: DiagnosticSink): boolean {
  const isProduct = filter.owner === PRODUCT_OWNER;
  const missing = [
    isBlank(filter.owner) ? '"owner" (who answers for it)' : '',
    isBlank(filter.reason) ? '"reason" (why it may hide matches)' : '',
    filter.expiry === undefined && !isProduct ? '"expires" (its last day, YYYY-MM-DD)' : '',
  ].filter((what) => what !== '');
  for (const what of missing) {
    sink.error('SIGMA_MISSING_FIELD', filter.position, `filter "${filter.title}" lacks ${what}`);
  }
  return missing.length === 0;
}

/** Else the rule would be lost in silence: the document is read as a filter. */
function refuseDetection(map: YamlMap, sink: DiagnosticSink): void {
  const entry = entryOf(map, 'detection');
  if (entry === undefined) return;
  const message = 'a filter has no "detection"; write the rule as a document of its own';
  sink.error('SIGMA_FILTER_KEY', entry.key.position, message);
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function readExpiry(map: YamlMap, sink: DiagnosticSink): Expiry | undefined {
  const misnamed = entryOf(map, 'expiry');
  if (misnamed !== undefined) {
    const message = '"expiry" is unknown, and would be ignored; did you mean "expires"?';
    sink.error('SIGMA_FILTER_EXPIRY', misnamed.key.position, message);
  }
  const value = entryOf(map, 'expires')?.value;
  if (value === undefined) return undefined;
  const day = value.kind === 'scalar' ? value.source : '';
  const endMs = dayEndMs(day);
  if (endMs !== undefined) return { day, endMs, position: value.position };
  const message = `"expires" is ${nounOf(value)}; expected a day of the calendar, YYYY-MM-DD`;
  sink.error('SIGMA_FILTER_EXPIRY', value.position, message);
  return undefined;
}

/** `any` stands alone: an absent or empty list would quieten every rule by an oversight. */
function readRules(filter: YamlMap, sink: DiagnosticSink): SigmaFilter['rules'] | undefined {
  const entry = entryOf(filter, 'rules');
  if (entry?.value.kind === 'scalar' && entry.value.source === 'any') return 'any';
  const rules = readTexts(filter, 'rules', sink);
  if (rules.length > 0) return rules;
  const position = entry?.value.position ?? filter.position;
  const found = entry === undefined ? 'is missing' : 'is empty';
  const hint =
    entry === undefined
      ? mistakenFor(
          'rules',
          filter.entries.map(({ key }) => key.source),
        )
      : '';
  const message = `"filter.rules" ${found}; expected the ids or names of the rules it is for, or "any"${hint}`;
  sink.error('SIGMA_MISSING_FIELD', position, message);
  return undefined;
}
