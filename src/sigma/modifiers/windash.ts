// windash: Windows programs take several characters for the dash of a flag, so each is tried.

import type { SigmaValue, StringPart } from '../rule/value.ts';
import { hasPlaceholder, type Modifier, withParts, wrongType } from './modifier.ts';

/** Hyphen, slash, en dash, em dash, horizontal bar. */
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;

/**
 * A dash that begins a flag: no word character before it, one behind it. In `-foo-bar` only the first is one.
 * Spelt out, as `\w` and `\B` know ASCII alone here.
 */
const FLAG = /(?<![\p{L}\p{N}_])[-/\u2013](?=[\p{L}\p{N}_])/gu;

/** Texts one value may expand to: four flags are 625. */
const MAX_VARIANTS = 3_125;

/** Expands a value to all its spellings, of which one must hold. */
export const windash: Modifier = {
  name: 'windash',
  summary: 'The dash before a flag may be any of `-`, `/`, en dash, em dash, horizontal bar.',
  scope: 'value',
  conflictsWith: ['cidr', 'fieldref', 're'],
  apply: (value) => {
    if (value.kind !== 'string' || hasPlaceholder(value)) {
      return wrongType('windash', value, 'a string (and "expand" behind it)');
    }
    const variants = value.parts.reduce<readonly (readonly StringPart[])[]>(
      (sofar, part) => combine(sofar, part),
      [[]],
    );
    if (variants.length > MAX_VARIANTS) {
      const message = `modifier "windash" would make more than ${MAX_VARIANTS} texts of the value`;
      return { code: 'SIGMA_MODIFIER_TYPE', message };
    }
    return variants.map((parts): SigmaValue => withParts(value, parts));
  },
};

function combine(
  sofar: readonly (readonly StringPart[])[],
  part: StringPart,
): readonly (readonly StringPart[])[] {
  if (part.kind !== 'text' || sofar.length > MAX_VARIANTS)
    return sofar.map((parts) => [...parts, part]);
  const texts = spellings(part.text);
  return sofar.flatMap((parts) =>
    texts.map((text): StringPart[] => [...parts, { kind: 'text', text }]),
  );
}

function spellings(text: string): readonly string[] {
  const pieces = text.split(FLAG);
  return pieces
    .slice(1)
    .reduce<readonly string[]>(
      (sofar, piece) =>
        sofar.length > MAX_VARIANTS
          ? sofar
          : sofar.flatMap((begun) => DASHES.map((dash) => begun + dash + piece)),
      [pieces[0] ?? ''],
    );
}
