// The modifier table. A modifier is one entry here and one in the file of its kind.

import { cidr } from './cidr.ts';
import { base64Modifier, base64offset, utf16Modifiers } from './encoding.ts';
import { expand } from './expand.ts';
import { all, neq } from './linking.ts';
import type { Modifier } from './modifier.ts';
import { comparisons, timeParts } from './numbers.ts';
import { re, regexFlags } from './regex.ts';
import { cased, exists, fieldref } from './types.ts';
import { contains, endswith, startswith } from './wildcards.ts';
import { windash } from './windash.ts';

/** Every modifier of the specification, by name. */
export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map(
  [
    ...[contains, startswith, endswith, all, neq, cased, exists, windash, re, ...regexFlags],
    ...[base64Modifier, base64offset, ...utf16Modifiers, ...comparisons, ...timeParts],
    ...[cidr, expand, fieldref],
  ].map((modifier) => [modifier.name, modifier]),
);
