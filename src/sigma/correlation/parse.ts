// A YAML document with `correlation:` → a correlation, every problem of it reported.

import { CORRELATION_TYPES, type CorrelationType } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { readLevel, readText, readTexts, readWord, requireMap, requireText } from '../rule/read.ts';
import { readGuide, readTrust } from '../rule/rule.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import type { Condition } from '../condition/ast.ts';
import { readCorrelationCondition } from './condition.ts';
import type { SigmaAlias, SigmaCorrelation } from './rule.ts';
import { rulesIn } from './rules-in.ts';
import { TIMESPAN_FORM, timespanMs } from './timespan.ts';

const KEYS = [
  ...['type', 'rules', 'group-by', 'timespan', 'timeframe', 'condition', 'aliases', 'generate'],
  ...['window', 'gap'],
];

/** Reads a correlation; undefined after at least one error was reported. */
export function parseCorrelation(map: YamlMap, sink: DiagnosticSink): SigmaCorrelation | undefined {
  const title = requireText(map, 'title', sink);
  const id = readWord(map, 'id', sink);
  const name = readWord(map, 'name', sink);
  const level = readLevel(map, sink);
  const rest = {
    tags: readTexts(map, 'tags', sink),
    description: readText(map, 'description', sink),
    references: readTexts(map, 'references', sink),
    falsepositives: readTexts(map, 'falsepositives', sink),
    guide: readGuide(map, sink),
    ...readTrust(map),
  };
  refuseOthers(map, sink);
  const correlation = requireMap(map, 'correlation', sink);
  const body = correlation && readBody(correlation, map, sink);
  if (sink.hasErrors || title === undefined || body === undefined) return undefined;
  return { id: id ?? name ?? title, name, title, level, ...rest, ...body, position: map.position };
}

function readBody(correlation: YamlMap, document: YamlMap, sink: DiagnosticSink) {
  checkKeys(correlation, sink);
  const type = readType(correlation, sink);
  const groupBy = readTexts(correlation, 'group-by', sink);
  const aliases = readAliases(correlation, sink);
  const timespan = readTimespan(correlation, sink);
  const condition = type && readCorrelationCondition(correlation, type, sink);
  const rules = readRules(correlation, condition?.expression, sink);
  const generate = readFlag(correlation, sink) || readFlag(document, sink);
  if (groupBy.length === 0) {
    const message = '"correlation.group-by" is missing: events of all hosts are counted together';
    sink.warning('LINT_CORRELATION_GROUP', correlation.position, message);
  }
  if (type === undefined || timespan === undefined || condition === undefined) return undefined;
  return { type, rules, groupBy, aliases, timespanMs: timespan, condition, generate };
}

/** What belongs to another kind of document would be lost in silence. */
function refuseOthers(map: YamlMap, sink: DiagnosticSink): void {
  for (const key of ['detection', 'filter']) {
    const entry = entryOf(map, key);
    if (entry === undefined) continue;
    const message = `a correlation has no "${key}"; write it as a document of its own`;
    sink.error('SIGMA_CORRELATION_KEY', entry.key.position, message);
  }
}

/** A misspelt key would change what is counted; windows other than sliding ones are not in the specification. */
function checkKeys(correlation: YamlMap, sink: DiagnosticSink): void {
  for (const { key, value } of correlation.entries) {
    const isSliding = value.kind === 'scalar' && value.source === 'sliding';
    if (key.source === 'gap' || (key.source === 'window' && !isSliding)) {
      const message = `"${key.source}" is not in the specification; windows slide over event time`;
      sink.error('SIGMA_CORRELATION_KEY', key.position, message);
      continue;
    }
    if (KEYS.includes(key.source)) continue;
    const message = `"${key.source}" is no key of a correlation${suggest(key.source, KEYS)}`;
    sink.error('SIGMA_CORRELATION_KEY', key.position, message);
  }
}

/** pySigma's names of temporal types with a condition in words, which they take under their plain names too. */
const EXTENDED: ReadonlyMap<string, CorrelationType> = new Map([
  ['temporal_extended', 'temporal'],
  ['temporal_ordered_extended', 'temporal_ordered'],
]);

function readType(correlation: YamlMap, sink: DiagnosticSink): CorrelationType | undefined {
  const text = readText(correlation, 'type', sink);
  const word = text?.toLowerCase() ?? '';
  const type = CORRELATION_TYPES.find((candidate) => candidate === word) ?? EXTENDED.get(word);
  if (type !== undefined) return type;
  const entry = entryOf(correlation, 'type');
  const position = entry?.value.position ?? correlation.position;
  const found = entry === undefined ? 'is missing' : `is ${nounOf(entry.value)}`;
  const message = `"correlation.type" ${found}; expected one of ${CORRELATION_TYPES.join(', ')}${suggest(text ?? '', CORRELATION_TYPES)}`;
  sink.error('SIGMA_CORRELATION_TYPE', position, message);
  return undefined;
}

/** The rules listed; where there is no list, those that a condition in words names. */
function readRules(
  correlation: YamlMap,
  expression: Condition | undefined,
  sink: DiagnosticSink,
): readonly YamlScalar[] {
  const node = entryOf(correlation, 'rules')?.value;
  if (node === undefined && expression !== undefined) return rulesIn(expression);
  const items: readonly YamlNode[] = node?.kind === 'list' ? node.items : node ? [node] : [];
  const rules = items.flatMap((item) => {
    if (item.kind === 'scalar' && item.value !== null && item.source !== '') return [item];
    const message = `"correlation.rules" holds ${nounOf(item)}; expected ids or names of rules`;
    sink.error('SIGMA_FIELD_TYPE', item.position, message);
    return [];
  });
  if (items.length === 0) {
    const message = '"correlation.rules" names no rule; expected ids or names of rules';
    sink.error('SIGMA_MISSING_FIELD', node?.position ?? correlation.position, message);
  }
  return rules;
}

function readTimespan(correlation: YamlMap, sink: DiagnosticSink): number | undefined {
  const old = entryOf(correlation, 'timeframe');
  if (old !== undefined) {
    const message = '"timeframe" is what "timespan" was called before; write "timespan"';
    sink.warning('LINT_CORRELATION_TIMEFRAME', old.key.position, message);
  }
  const entry = entryOf(correlation, 'timespan') ?? old;
  const text = entry?.value.kind === 'scalar' ? entry.value.source : '';
  const ms = timespanMs(text);
  if (ms !== undefined) return ms;
  const position = entry?.value.position ?? correlation.position;
  const found = entry === undefined ? 'is missing' : `is ${nounOf(entry.value)}`;
  const message = `"correlation.timespan" ${found}; expected ${TIMESPAN_FORM}`;
  sink.error('SIGMA_CORRELATION_TIMESPAN', position, message);
  return undefined;
}

function readFlag(map: YamlMap, sink: DiagnosticSink): boolean {
  const node = entryOf(map, 'generate')?.value;
  if (node === undefined) return false;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  const message = `"generate" is ${nounOf(node)}; expected true or false`;
  sink.error('SIGMA_FIELD_TYPE', node.position, message);
  return false;
}

function readAliases(correlation: YamlMap, sink: DiagnosticSink): readonly SigmaAlias[] {
  const node = entryOf(correlation, 'aliases')?.value;
  if (node === undefined) return [];
  if (node.kind !== 'map') {
    const message = `"correlation.aliases" is ${nounOf(node)}; expected a map of aliases`;
    sink.error('SIGMA_FIELD_TYPE', node.position, message);
    return [];
  }
  return node.entries.map(({ key, value }) => ({
    name: key.source,
    position: key.position,
    fields: readAliasFields(key, value, sink),
  }));
}

function readAliasFields(alias: YamlScalar, node: YamlNode, sink: DiagnosticSink) {
  if (node.kind !== 'map') {
    const message = `alias "${alias.source}" is ${nounOf(node)}; expected a map from rule to field`;
    sink.error('SIGMA_FIELD_TYPE', node.position, message);
    return [];
  }
  return node.entries.flatMap(({ key, value }) => {
    if (value.kind === 'scalar' && value.value !== null && value.source !== '') {
      return [{ rule: key, field: value.source }];
    }
    const message = `alias "${alias.source}" of rule "${key.source}" is ${nounOf(value)}; expected a field`;
    sink.error('SIGMA_FIELD_TYPE', value.position, message);
    return [];
  });
}
