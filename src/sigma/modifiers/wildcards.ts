// contains, startswith, endswith: wildcards put at a string's ends, where none stands already.

import type { GlobPart } from '../../runtime/index.ts';
import type { SigmaValue } from '../rule/value.ts';
import type { Modifier, ModifierFault } from './modifier.ts';

const MANY: GlobPart = { kind: 'many' };

/** The value may stand anywhere in the field. */
export const contains = wildcardModifier(
  'contains',
  'The value stands anywhere in the field.',
  true,
  true,
);
/** The field begins with the value. */
export const startswith = wildcardModifier(
  'startswith',
  'The field begins with the value.',
  false,
  true,
);
/** The field ends with the value. */
export const endswith = wildcardModifier('endswith', 'The field ends with the value.', true, false);

function wildcardModifier(
  name: string,
  summary: string,
  opensStart: boolean,
  opensEnd: boolean,
): Modifier {
  return {
    name,
    summary,
    scope: 'value',
    conflictsWith: ['cidr'],
    apply: (value) => open(value, name, opensStart, opensEnd),
  };
}

function open(
  value: SigmaValue,
  name: string,
  opensStart: boolean,
  opensEnd: boolean,
): SigmaValue | ModifierFault {
  if (value.kind !== 'string') {
    const found = value.kind === 'null' ? 'null' : `a ${value.kind}`;
    const message = `modifier "${name}" takes a string, found ${found}; quote the value if text is meant`;
    return { code: 'SIGMA_MODIFIER_TYPE', message };
  }
  const { parts } = value;
  const before = opensStart && parts[0]?.kind !== 'many' ? [MANY] : [];
  const isOpenAlready = parts.length > 0 && parts.at(-1)?.kind === 'many';
  const after = opensEnd && !isOpenAlready ? [MANY] : [];
  return { kind: 'string', parts: [...before, ...parts, ...after] };
}
