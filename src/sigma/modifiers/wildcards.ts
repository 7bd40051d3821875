// contains, startswith, endswith: wildcards put at a string's ends, where none stands already.

import type { FieldRelation } from '../../runtime/index.ts';
import type { SigmaValue, StringPart } from '../rule/value.ts';
import { type Applied, type Modifier, withParts, wrongType } from './modifier.ts';

const MANY: StringPart = { kind: 'many' };

type Name = Exclude<FieldRelation, 'equals'>;

/** The value may stand anywhere in the field. */
export const contains = wildcard('contains', 'The value stands anywhere in the field.');
/** The field begins with the value. */
export const startswith = wildcard('startswith', 'The field begins with the value.');
/** The field ends with the value. */
export const endswith = wildcard('endswith', 'The field ends with the value.');

function wildcard(name: Name, summary: string): Modifier {
  const conflictsWith = ['cidr', 'exists', 'lt', 'lte', 'gt', 'gte'];
  return { name, summary, scope: 'value', conflictsWith, apply: (value) => open(value, name) };
}

function open(value: SigmaValue, name: Name): Applied {
  switch (value.kind) {
    case 'string':
      return withParts(value, openParts(value.parts, name));
    case 'regex':
      return { ...value, pattern: anchor(value.pattern, name) };
    case 'fieldref':
      return { ...value, relation: name };
    default:
      return wrongType(name, value, 'a string (quote the value if text is meant)');
  }
}

function openParts(parts: readonly StringPart[], name: Name): readonly StringPart[] {
  const isOpenAtStart = parts[0]?.kind === 'many';
  const isOpenAtEnd = parts.length > 0 && parts.at(-1)?.kind === 'many';
  return [
    ...(name !== 'startswith' && !isOpenAtStart ? [MANY] : []),
    ...parts,
    ...(name !== 'endswith' && !isOpenAtEnd ? [MANY] : []),
  ];
}

/** Patterns search anywhere, so that `contains` adds nothing and the others tie one end. */
function anchor(pattern: string, name: Name): string {
  if (name === 'contains') return pattern;
  return name === 'startswith' ? `^(?:${pattern})` : `(?:${pattern})$`;
}
