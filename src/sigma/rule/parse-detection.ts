// A search identifier's YAML → typed detection items.

import type { SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { namesInValue } from '../placeholder-names.ts';
import { nounOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { applyModifiers } from './apply-modifiers.ts';
import type { Detection, ItemValue } from './detection.ts';
import { type FieldKey, KEYWORDS, parseFieldKey } from './field-key.ts';
import { MAX_TESTS, type TestBudget } from './size.ts';

/** What parsing a document's detections shares. */
export interface DetectionContext {
  readonly budget: TestBudget;
  readonly sink: DiagnosticSink;
}

/** Parses what stands under a search identifier; undefined after a problem was reported. */
export function parseDetection(
  node: YamlNode,
  name: string,
  context: DetectionContext,
): Detection | undefined {
  if (node.kind === 'scalar') return parseItem(KEYWORDS, node, node.position, context);
  if (node.kind === 'map') return parseMap(node, name, context);
  if (node.items.length === 0) return refuseEmpty(node.position, name, context.sink);
  const items = node.items.map((item) => parseDetection(item, name, context));
  return allDefined(items) ? { kind: 'any', items } : undefined;
}

function parseMap(map: YamlMap, name: string, context: DetectionContext): Detection | undefined {
  if (map.entries.length === 0) return refuseEmpty(map.position, name, context.sink);
  const items = map.entries.map(({ key, value }) => {
    const parsed = parseFieldKey(key, context.sink);
    return parsed && parseItem(parsed, value, key.position, context);
  });
  return allDefined(items) ? { kind: 'all', items } : undefined;
}

function parseItem(
  key: FieldKey,
  value: YamlNode,
  position: SourcePosition,
  context: DetectionContext,
): Detection | undefined {
  const { sink } = context;
  const scalars = scalarsOf(value, key.field ?? 'keywords', sink);
  if (scalars === undefined) return undefined;
  const values = scalars.map((scalar) => parseValue(scalar, key, context));
  if (!allDefined(values)) return undefined;
  lintItem(key, values, position, sink);
  const { field, written: modifier } = key;
  const link = hasModifier(key, 'all') ? 'all' : 'any';
  return { kind: 'item', field, modifier, values, link, isNegated: hasModifier(key, 'neq') };
}

function hasModifier({ modifiers }: FieldKey, name: string): boolean {
  return modifiers.some((modifier) => modifier.name === name);
}

/** Modifiers that change nothing here: their author thought of something else. */
function lintItem(
  key: FieldKey,
  values: readonly ItemValue[],
  position: SourcePosition,
  sink: DiagnosticSink,
): void {
  const field = key.field ?? 'keywords';
  if (hasModifier(key, 'all') && values.length === 1) {
    const message = `modifier "all" links the values of a list, but "${field}" has one value`;
    sink.warning('LINT_SINGLE_VALUE_ALL', position, message);
  }
  if (hasModifier(key, 'expand') && !values.some(hasPlaceholders)) {
    const message = `modifier "expand" finds no %name% in the values of "${field}"`;
    sink.warning('LINT_NO_PLACEHOLDER', position, message);
  }
}

function hasPlaceholders({ alternatives }: ItemValue): boolean {
  return alternatives.some((value) => namesInValue(value).length > 0);
}

/** Once too many tests are made, the rule is refused and no value is expanded any more. */
function parseValue(
  scalar: YamlScalar,
  key: FieldKey,
  { budget, sink }: DetectionContext,
): ItemValue | undefined {
  if (budget.isSpent) return undefined;
  const value = applyModifiers(scalar, key, sink);
  if (value === undefined || budget.spend(value.alternatives.length)) return value;
  const message = `the values spell out more than ${MAX_TESTS} field tests`;
  sink.error('SIGMA_TOO_LARGE', scalar.position, message);
  return undefined;
}

function scalarsOf(
  value: YamlNode,
  field: string,
  sink: DiagnosticSink,
): readonly YamlScalar[] | undefined {
  if (value.kind === 'scalar') return [value];
  const items = value.kind === 'list' ? value.items : [];
  const wrong = value.kind === 'map' ? value : items.find((item) => item.kind !== 'scalar');
  if (wrong !== undefined) {
    const message = `"${field}" has ${nounOf(wrong)} as a value; expected a scalar or a list of scalars`;
    sink.error('SIGMA_VALUE_TYPE', wrong.position, message);
    return undefined;
  }
  if (items.length === 0) {
    const message = `"${field}" has an empty list; expected at least one value`;
    sink.error('SIGMA_VALUE_TYPE', value.position, message);
    return undefined;
  }
  return items.filter((item) => item.kind === 'scalar');
}

function refuseEmpty(position: SourcePosition, name: string, sink: DiagnosticSink): undefined {
  const message = `search identifier "${name}" is empty; expected at least one field or keyword`;
  sink.error('SIGMA_EMPTY_DETECTION', position, message);
  return undefined;
}

function allDefined<T>(items: readonly (T | undefined)[]): items is readonly T[] {
  return items.every((item) => item !== undefined);
}
