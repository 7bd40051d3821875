// all and neq: how the values of an item are linked, and whether it is negated. Their place in the chain is free.

import type { Modifier } from './modifier.ts';

/** Links a list's values by AND. What one value expands to (windash, base64offset) stays linked by OR. */
export const all: Modifier = {
  name: 'all',
  summary: 'Every value of the list must hold, instead of any.',
  scope: 'list',
  conflictsWith: ['exists'],
  apply: (value) => value,
};

/** Negates the item as a whole, after its values are linked; so it holds of an absent field. */
export const neq: Modifier = {
  name: 'neq',
  summary: 'The item does not hold: the field is none of the values, or absent.',
  scope: 'item',
  conflictsWith: ['exists'],
  apply: (value) => value,
};
