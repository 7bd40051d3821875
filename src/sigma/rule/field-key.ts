// `Field|modifier|modifier` → the field and its modifiers, unknown and conflicting ones reported.

import type { SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { Modifier } from '../modifiers/modifier.ts';
import { MODIFIERS } from '../modifiers/table.ts';
import { suggest } from '../suggest.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** A detection item's key, understood. */
export interface FieldKey {
  /** Undefined for keywords (`'|all':`). */
  readonly field: string | undefined;
  readonly modifiers: readonly Modifier[];
  /** The chain as written: `contains|all`. */
  readonly written: string;
}

/** The key of values that stand without one. */
export const KEYWORDS: FieldKey = { field: undefined, modifiers: [], written: '' };

/** What people write for a negation, and what Sigma has. */
const NOT_HINT = '; use "neq", or "not" in the condition';

/** Parses a key; undefined after a problem was reported. */
export function parseFieldKey(key: YamlScalar, sink: DiagnosticSink): FieldKey | undefined {
  const [field = '', ...names] = key.source.split('|');
  let column = key.position.column + (key.textColumn ?? 0) + field.length + 1;
  const modifiers: Modifier[] = [];
  for (const name of names) {
    const modifier = MODIFIERS.get(name);
    if (modifier === undefined) {
      const hint = name === 'not' ? NOT_HINT : suggest(name, MODIFIERS.keys());
      const message =
        name === '' ? 'a modifier is missing behind "|"' : `modifier "${name}" is unknown${hint}`;
      sink.error('SIGMA_UNKNOWN_MODIFIER', { ...key.position, column }, message);
    } else {
      modifiers.push(modifier);
    }
    column += name.length + 1;
  }
  const isWhole = modifiers.length === names.length;
  if (!isWhole || hasConflict(modifiers, key.position, sink)) return undefined;
  return { field: field === '' ? undefined : field, modifiers, written: names.join('|') };
}

function hasConflict(
  modifiers: readonly Modifier[],
  position: SourcePosition,
  sink: DiagnosticSink,
): boolean {
  for (const modifier of modifiers) {
    const other = modifiers.find((candidate) => conflicts(modifier, candidate));
    if (other === undefined) continue;
    const message = `modifiers "${modifier.name}" and "${other.name}" cannot be combined`;
    sink.error('SIGMA_MODIFIER_CONFLICT', position, message);
    return true;
  }
  return false;
}

function conflicts({ name, conflictsWith }: Modifier, other: Modifier): boolean {
  if (conflictsWith.includes('*') && other.name !== name) return true;
  return conflictsWith.includes(other.name);
}
