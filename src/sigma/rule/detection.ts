// A search identifier's YAML → typed detection items.

import type { SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { isFault, type Modifier } from '../modifiers/modifier.ts';
import { nounOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { type FieldKey, parseFieldKey } from './field-key.ts';
import { type SigmaValue, toSigmaValue } from './value.ts';

/** One value of an item: as meant, and as written. */
export interface ItemValue {
  readonly value: SigmaValue;
  readonly written: string | number | boolean | null;
}

/** A detection: items linked by AND or OR, down to field items. */
export type Detection =
  | { readonly kind: 'all'; readonly items: readonly Detection[] }
  | { readonly kind: 'any'; readonly items: readonly Detection[] }
  | {
      readonly kind: 'item';
      readonly field: string;
      readonly modifier: string;
      readonly values: readonly ItemValue[];
      /** How the values are linked. */
      readonly link: 'all' | 'any';
    };

/** Parses what stands under a search identifier; undefined after a problem was reported. */
export function parseDetection(
  node: YamlNode,
  name: string,
  sink: DiagnosticSink,
): Detection | undefined {
  if (node.kind === 'map') return parseMap(node, name, sink);
  if (node.kind === 'scalar') return refuseKeywords(node.position, name, sink);
  if (node.items.length === 0) return refuseEmpty(node.position, name, sink);
  const items = node.items.map((item) => parseDetection(item, name, sink));
  return allDefined(items) ? { kind: 'any', items } : undefined;
}

function parseMap(map: YamlMap, name: string, sink: DiagnosticSink): Detection | undefined {
  if (map.entries.length === 0) return refuseEmpty(map.position, name, sink);
  const items = map.entries.map((entry) => parseItem(entry.key, entry.value, name, sink));
  return allDefined(items) ? { kind: 'all', items } : undefined;
}

function parseItem(
  key: YamlScalar,
  value: YamlNode,
  name: string,
  sink: DiagnosticSink,
): Detection | undefined {
  const parsed = parseFieldKey(key, sink);
  if (parsed === undefined) return undefined;
  if (parsed.field === '') return refuseKeywords(key.position, name, sink);
  const scalars = scalarsOf(value, parsed.field, sink);
  if (scalars === undefined) return undefined;
  const link = parsed.modifiers.some((modifier) => modifier.name === 'all') ? 'all' : 'any';
  if (link === 'all' && scalars.length === 1) {
    const message = `modifier "all" links the values of a list, but "${parsed.field}" has one value`;
    sink.warning('LINT_SINGLE_VALUE_ALL', key.position, message);
  }
  const values = scalars.map((scalar) => applyModifiers(scalar, parsed, sink));
  if (!allDefined(values)) return undefined;
  return { kind: 'item', field: parsed.field, modifier: parsed.written, values, link };
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

function applyModifiers(
  scalar: YamlScalar,
  key: FieldKey,
  sink: DiagnosticSink,
): ItemValue | undefined {
  let value = toSigmaValue(scalar);
  for (const modifier of key.modifiers.filter(isValueModifier)) {
    const result = modifier.apply(value);
    if (isFault(result)) {
      sink.error(result.code, scalar.position, `${key.field}: ${result.message}`);
      return undefined;
    }
    value = result;
  }
  return { value, written: writtenOf(scalar) };
}

/** As written: of an integer that a double cannot hold, its digits. */
function writtenOf({ value, source }: YamlScalar): ItemValue['written'] {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? source : value;
}

function isValueModifier(modifier: Modifier): boolean {
  return modifier.scope === 'value';
}

function refuseKeywords(position: SourcePosition, name: string, sink: DiagnosticSink): undefined {
  const message = `search identifier "${name}" holds keywords, which are not built yet; expected field: value`;
  sink.error('SIGMA_UNSUPPORTED_KEYWORDS', position, message);
  return undefined;
}

function refuseEmpty(position: SourcePosition, name: string, sink: DiagnosticSink): undefined {
  const message = `search identifier "${name}" is empty; expected at least one field`;
  sink.error('SIGMA_EMPTY_DETECTION', position, message);
  return undefined;
}

function allDefined<T>(items: readonly (T | undefined)[]): items is readonly T[] {
  return items.every((item) => item !== undefined);
}
