// `Field|modifier|modifier` → the field and its modifiers, unknown and conflicting ones reported.

import type { SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { Modifier } from '../modifiers/modifier.ts';
import { MODIFIERS, UNSUPPORTED_MODIFIERS } from '../modifiers/table.ts';
import { suggest } from '../suggest.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** A detection item's key, understood. */
export interface FieldKey {
  /** Empty for keywords (`'|all':`). */
  readonly field: string;
  readonly modifiers: readonly Modifier[];
  /** The chain as written: `contains|all`. */
  readonly written: string;
}

/** Parses a key; undefined after a problem was reported. */
export function parseFieldKey(key: YamlScalar, sink: DiagnosticSink): FieldKey | undefined {
  const [field = '', ...names] = key.source.split('|');
  let column = key.position.column + (key.textColumn ?? 0) + field.length + 1;
  const modifiers: Modifier[] = [];
  let isGood = true;
  for (const name of names) {
    const position = { ...key.position, column };
    const modifier = lookUp(name, position, sink);
    if (modifier === undefined) isGood = false;
    else modifiers.push(modifier);
    column += name.length + 1;
  }
  if (!isGood || hasConflict(modifiers, key.position, sink)) return undefined;
  return { field, modifiers, written: names.join('|') };
}

function lookUp(
  name: string,
  position: SourcePosition,
  sink: DiagnosticSink,
): Modifier | undefined {
  const modifier = MODIFIERS.get(name);
  if (modifier !== undefined) return modifier;
  if (UNSUPPORTED_MODIFIERS.has(name)) {
    const message = `modifier "${name}" is not built yet, so the rule cannot be honoured exactly`;
    sink.error('SIGMA_UNSUPPORTED_MODIFIER', position, message);
    return undefined;
  }
  const hint = suggest(name, [...MODIFIERS.keys(), ...UNSUPPORTED_MODIFIERS]);
  sink.error('SIGMA_UNKNOWN_MODIFIER', position, `modifier "${name}" is unknown${hint}`);
  return undefined;
}

function hasConflict(
  modifiers: readonly Modifier[],
  position: SourcePosition,
  sink: DiagnosticSink,
): boolean {
  for (const modifier of modifiers) {
    const other = modifiers.find((candidate) => modifier.conflictsWith.includes(candidate.name));
    if (other === undefined) continue;
    const message = `modifiers "${modifier.name}" and "${other.name}" cannot be combined`;
    sink.error('SIGMA_MODIFIER_CONFLICT', position, message);
    return true;
  }
  return false;
}
