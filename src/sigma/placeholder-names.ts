// Searches → the names of the placeholders in them.

import { NAME_IN_PATTERN } from './placeholders.ts';
import type { Detection } from './rule/detection.ts';
import type { Searches } from './rule/search.ts';
import type { SigmaValue } from './rule/value.ts';

/** A rule or filter that needs values of the site before it can run. */
export interface NeededPlaceholders {
  readonly title: string;
  readonly path: string;
  /** Without percent signs, each once, sorted. */
  readonly names: readonly string[];
}

/** The names, each once, sorted. */
export function placeholderNames({ searches }: Searches): readonly string[] {
  const names = new Set(searches.flatMap(({ detection }) => namesInDetection(detection)));
  return [...names].sort();
}

function namesInDetection(detection: Detection): readonly string[] {
  if (detection.kind !== 'item') return detection.items.flatMap(namesInDetection);
  return detection.values.flatMap(({ alternatives }) => alternatives.flatMap(namesInValue));
}

/** The names in one value, in their order. */
export function namesInValue(value: SigmaValue): readonly string[] {
  if (value.kind === 'string') {
    return value.parts.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []));
  }
  if (value.kind !== 'regex' || value.isExpanded !== true) return [];
  return [...value.pattern.matchAll(NAME_IN_PATTERN)].flatMap(([, name]) => name ?? []);
}
