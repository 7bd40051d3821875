// `correlation.condition` → what a window's value must reach, or which rules must have matched in it.

import { COMPARISONS, type CorrelationType, type Threshold } from '../../model/index.ts';
import { numberOf } from '../../runtime/index.ts';
import { parseCondition } from '../condition/parse.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { readTexts } from '../rule/read.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlEntry, type YamlMap, type YamlScalar } from '../yaml/node.ts';
import type { SigmaCorrelationCondition } from './rule.ts';

const TEMPORAL: ReadonlySet<CorrelationType> = new Set<CorrelationType>([
  'temporal',
  'temporal_ordered',
]);

/** The rank of a median, where a percentile names none. */
const DEFAULT_PERCENTILE = 50;

const ALL_RULES: SigmaCorrelationCondition = {
  valueFields: [],
  percentile: DEFAULT_PERCENTILE,
  thresholds: [],
  expression: undefined,
};

/** Reads the condition; undefined after a problem was reported. */
export function readCorrelationCondition(
  correlation: YamlMap,
  type: CorrelationType,
  sink: DiagnosticSink,
): SigmaCorrelationCondition | undefined {
  const entry = entryOf(correlation, 'condition');
  if (entry === undefined) {
    if (TEMPORAL.has(type)) return ALL_RULES;
    const message = `"correlation.condition" is missing; ${type} needs one, such as {gte: 10}`;
    sink.error('SIGMA_MISSING_FIELD', correlation.position, message);
    return undefined;
  }
  const { value } = entry;
  if (value.kind === 'map') return readThresholds(value, type, sink);
  if (value.kind === 'scalar' && typeof value.value === 'string') {
    return readExpression(value, type, sink);
  }
  const message = `"correlation.condition" is ${nounOf(value)}; expected a map such as {gte: 10}`;
  sink.error('SIGMA_CORRELATION_CONDITION', value.position, message);
  return undefined;
}

function readExpression(
  scalar: YamlScalar,
  type: CorrelationType,
  sink: DiagnosticSink,
): SigmaCorrelationCondition | undefined {
  if (!TEMPORAL.has(type)) {
    const message = `a condition in words is for temporal and temporal_ordered; ${type} needs a map such as {gte: 10}`;
    sink.error('SIGMA_CORRELATION_CONDITION', scalar.position, message);
    return undefined;
  }
  const expression = parseCondition(scalar, sink);
  return expression && { ...ALL_RULES, expression };
}

function readThresholds(
  map: YamlMap,
  type: CorrelationType,
  sink: DiagnosticSink,
): SigmaCorrelationCondition | undefined {
  const known = ['field', 'percentile', ...COMPARISONS];
  const unknown = map.entries.filter(({ key }) => !known.includes(key.source));
  for (const { key } of unknown) {
    const hint = suggest(key.source, known);
    const message = `"${key.source}" is no operator; expected one of ${COMPARISONS.join(', ')}, or "field"${hint}`;
    sink.error('SIGMA_CORRELATION_CONDITION', key.position, message);
  }
  const thresholds = COMPARISONS.flatMap((op): Threshold[] => {
    const value = readNumber(entryOf(map, op), sink);
    return value === undefined ? [] : [{ op, value }];
  });
  if (thresholds.length === 0 && unknown.length === 0 && !sink.hasErrors) {
    const message = `"correlation.condition" compares nothing; expected one of ${COMPARISONS.join(', ')}`;
    sink.error('SIGMA_CORRELATION_CONDITION', map.position, message);
  }
  const valueFields = readValueFields(map, type, sink);
  const percentile = readPercentile(map, type, sink);
  return sink.hasErrors
    ? undefined
    : { valueFields, percentile, thresholds, expression: undefined };
}

function readNumber(entry: YamlEntry | undefined, sink: DiagnosticSink): number | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const number = value.kind === 'scalar' ? numberOf(value.value) : undefined;
  if (number !== undefined && Number.isFinite(number)) return number;
  const message = `"${key.source}" is ${nounOf(value)}; expected a number`;
  sink.error('SIGMA_CORRELATION_CONDITION', value.position, message);
  return undefined;
}

function readValueFields(map: YamlMap, type: CorrelationType, sink: DiagnosticSink) {
  const entry = entryOf(map, 'field');
  const fields = readTexts(map, 'field', sink);
  const position = entry?.value.position ?? map.position;
  const isOfValues = type.startsWith('value_');
  if (isOfValues && fields.length === 0) {
    const message = `"condition.field" is missing; ${type} needs the field whose values it takes`;
    sink.error('SIGMA_MISSING_FIELD', position, message);
  } else if (!isOfValues && entry !== undefined) {
    const message = `"condition.field" has no meaning for ${type}; value_count counts distinct values`;
    sink.error('SIGMA_CORRELATION_CONDITION', position, message);
  } else if (type !== 'value_count' && fields.length > 1) {
    const message = `"condition.field" names ${fields.length} fields; only value_count takes several`;
    sink.error('SIGMA_CORRELATION_CONDITION', position, message);
  }
  return fields;
}

function readPercentile(map: YamlMap, type: CorrelationType, sink: DiagnosticSink): number {
  const entry = entryOf(map, 'percentile');
  const rank = readNumber(entry, sink) ?? DEFAULT_PERCENTILE;
  if (entry === undefined) return rank;
  if (type !== 'value_percentile') {
    const message = `"percentile" is for value_percentile, not for ${type}`;
    sink.error('SIGMA_CORRELATION_CONDITION', entry.key.position, message);
  } else if (rank < 0 || rank > 100) {
    const message = `"percentile" is ${rank}; expected a rank from 0 to 100`;
    sink.error('SIGMA_CORRELATION_CONDITION', entry.value.position, message);
  }
  return rank;
}
