// A YAML document → a typed Sigma rule.

import type { Level, Logsource, RuleGuide, SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { entryOf, nounOf, type YamlMap } from '../yaml/node.ts';
import {
  readLevel,
  readLogsource,
  readText,
  readTexts,
  readWord,
  requireMap,
  requireText,
} from './read.ts';
import type { Searches } from './search.ts';
import { readSearches } from './searches.ts';

/** A detection rule, understood. */
export interface SigmaRule {
  /** The rule's id; where it has none its name, else its title: findings are identified by it. */
  readonly id: string;
  readonly name: string | undefined;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly guide: RuleGuide | undefined;
  /** Its author does not trust it yet. Absent = no. */
  readonly isExperimental?: true;
  readonly logsource: Logsource;
  readonly searches: Searches;
  readonly position: SourcePosition;
}

/** Reads a rule; undefined after at least one error was reported. Reports all that is wrong, not the first. */
export function parseRule(map: YamlMap, sink: DiagnosticSink): SigmaRule | undefined {
  const title = requireText(map, 'title', sink);
  const id = readWord(map, 'id', sink);
  const name = readWord(map, 'name', sink);
  const logsource = readLogsource(map, sink);
  const detection = requireMap(map, 'detection', sink);
  refuseTimeframe(detection, sink);
  warnOfTaxonomy(map, sink);
  const searches = detection && readSearches(detection, ['timeframe'], sink);
  const rest = {
    level: readLevel(map, sink),
    tags: readTexts(map, 'tags', sink),
    description: readText(map, 'description', sink),
    references: readTexts(map, 'references', sink),
    falsepositives: readTexts(map, 'falsepositives', sink),
    guide: readGuide(map, sink),
    ...readTrust(map),
  };
  if (sink.hasErrors || title === undefined) return undefined;
  if (logsource === undefined || searches === undefined) return undefined;
  const position = map.position;
  return { id: id ?? name ?? title, name, title, logsource, searches, position, ...rest };
}

function refuseTimeframe(detection: YamlMap | undefined, sink: DiagnosticSink): void {
  const entry = detection && entryOf(detection, 'timeframe');
  if (entry === undefined) return;
  const message = '"timeframe" belongs to the removed first version of Sigma; write a correlation';
  sink.error('SIGMA_UNSUPPORTED_TIMEFRAME', entry.key.position, message);
}

/**
 * Fields and values of another taxonomy are not Sigma's, and nothing translates them here.
 *
 * @see Sigma rules specification 2.1, "Taxonomy"
 */
function warnOfTaxonomy(map: YamlMap, sink: DiagnosticSink): void {
  const value = entryOf(map, 'taxonomy')?.value;
  if (value === undefined || (value.kind === 'scalar' && value.source === 'sigma')) return;
  const message = `"taxonomy" is ${nounOf(value)}; the rule is read as if it were "sigma"`;
  sink.warning('LINT_TAXONOMY', value.position, message);
}

/** The guide; undefined where there is none. */
export function readGuide(map: YamlMap, sink: DiagnosticSink): RuleGuide | undefined {
  if (entryOf(map, 'guide') === undefined) return undefined;
  const guide = requireMap(map, 'guide', sink);
  if (guide === undefined) return undefined;
  return {
    triage: readTexts(guide, 'triage', sink),
    respond: readTexts(guide, 'respond', sink),
    harden: readTexts(guide, 'harden', sink),
    logging: readTexts(guide, 'logging', sink),
  };
}

/** Whether `status` is experimental; other statuses, and wrong ones, are for the lints alone. */
export function readTrust(map: YamlMap): { readonly isExperimental?: true } {
  const status = entryOf(map, 'status')?.value;
  const text = status?.kind === 'scalar' ? status.source.toLowerCase() : '';
  return text === 'experimental' ? { isExperimental: true } : {};
}
