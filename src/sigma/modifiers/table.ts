// The modifier table. A modifier is one file and one line here.

import { all } from './all.ts';
import { cidr } from './cidr.ts';
import type { Modifier } from './modifier.ts';
import { contains, endswith, startswith } from './wildcards.ts';

/** Modifiers that work, by name. */
export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map(
  [all, cidr, contains, endswith, startswith].map((modifier) => [modifier.name, modifier]),
);

/** Modifiers of the specification that are not built yet: a rule that uses one is refused by name. */
export const UNSUPPORTED_MODIFIERS: ReadonlySet<string> = new Set([
  ...['base64', 'base64offset', 'cased', 'exists', 'expand', 'fieldref', 'neq', 're', 'windash'],
  ...['i', 'ignorecase', 'm', 'multiline', 's', 'dotall'],
  ...['gt', 'gte', 'lt', 'lte', 'minute', 'hour', 'day', 'week', 'month', 'year'],
  ...['utf16', 'utf16be', 'utf16le', 'wide'],
]);
