// A scalar × the modifiers of its key → the value that is meant, or a problem at its place.

import type { DiagnosticSink } from '../diagnostics.ts';
import { type Applied, isFault, type Modifier, type ModifierFault } from '../modifiers/modifier.ts';
import type { YamlScalar } from '../yaml/node.ts';
import type { ItemValue } from './detection.ts';
import type { FieldKey } from './field-key.ts';
import { nounOfValue, type SigmaValue, toSigmaValue } from './value.ts';

/** Applies the chain in its order; undefined after a problem was reported. */
export function applyModifiers(
  scalar: YamlScalar,
  key: FieldKey,
  sink: DiagnosticSink,
): ItemValue | undefined {
  const modifiers = key.modifiers.filter(({ scope }) => scope === 'value');
  const applied = applyChain(toSigmaValue(scalar), modifiers);
  const values = toValues(applied);
  const isKeyword = key.field === undefined;
  const fault = isFault(applied) ? applied : isKeyword ? checkKeywords(values, key) : undefined;
  if (fault === undefined) {
    return { alternatives: values, written: writtenOf(scalar), position: scalar.position };
  }
  sink.error(fault.code, scalar.position, `${key.field ?? 'keyword'}: ${fault.message}`);
  return undefined;
}

function applyChain(value: SigmaValue, modifiers: readonly Modifier[]): Applied {
  let values: readonly SigmaValue[] = [value];
  for (const modifier of modifiers) {
    const next: SigmaValue[] = [];
    for (const one of values) {
      const applied = modifier.apply(one);
      if (isFault(applied)) return applied;
      next.push(...toValues(applied));
    }
    values = next;
  }
  return values;
}

function toValues(applied: Applied): readonly SigmaValue[] {
  if (isFault(applied)) return [];
  return 'kind' in applied ? [applied] : applied;
}

/** Without a field there is nothing to compare but what stands somewhere in a record. */
function checkKeywords(
  values: readonly SigmaValue[],
  { modifiers }: FieldKey,
): ModifierFault | undefined {
  const end = modifiers.find(({ name }) => name === 'startswith' || name === 'endswith');
  for (const value of values) {
    if (value.kind === 'string' && end !== undefined) {
      const message = `modifier "${end.name}" needs a field: a keyword stands anywhere in a value`;
      return { code: 'SIGMA_MODIFIER_TYPE', message };
    }
    if (value.kind === 'string' && value.parts.length === 0) {
      const message = 'an empty keyword stands in every record; expected text';
      return { code: 'SIGMA_MODIFIER_TYPE', message };
    }
    if (!KEYWORD_KINDS.has(value.kind)) {
      const message = `${nounOfValue(value)} needs a field; expected text, a number or a pattern`;
      return { code: 'SIGMA_MODIFIER_TYPE', message };
    }
  }
  return undefined;
}

const KEYWORD_KINDS: ReadonlySet<SigmaValue['kind']> = new Set([
  'string',
  'number',
  'boolean',
  'regex',
]);

/** As written: of an integer that a double cannot hold, its digits. */
function writtenOf({ value, source }: YamlScalar): ItemValue['written'] {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? source : value;
}
