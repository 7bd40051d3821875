// re and its flags: the value is a pattern of RE2, searched for anywhere, with case.

import { toRegex } from '../../runtime/index.ts';
import type { SigmaValue } from '../rule/value.ts';
import { type Applied, type Modifier, type ModifierFault, wrongType } from './modifier.ts';

/** Longer patterns are generated, not written: SigmaHQ's longest has 400. */
export const MAX_PATTERN_CHARACTERS = 4_096;

/** A pattern. Its text is taken as written: no Sigma wildcards or escapes. */
export const re: Modifier = {
  name: 're',
  summary: 'The value is a regular expression (RE2), searched for anywhere, with case.',
  scope: 'value',
  conflictsWith: ['cidr', 'fieldref'],
  apply: toPattern,
};

const FLAGS = [
  ['i', 'i', 'The pattern ignores case.'],
  ['ignorecase', 'i', 'Long form of `i`.'],
  ['m', 'm', '`^` and `$` match at line breaks.'],
  ['multiline', 'm', 'Long form of `m`.'],
  ['s', 's', '`.` matches line breaks.'],
  ['dotall', 's', 'Long form of `s`.'],
] as const;

/** Flags of a pattern; behind `re`. */
export const regexFlags: readonly Modifier[] = FLAGS.map(([name, flag, summary]) => ({
  name,
  summary,
  scope: 'value',
  conflictsWith: [],
  apply: (value) => {
    if (value.kind !== 'regex') return wrongType(name, value, 'a pattern: it stands behind "re"');
    return value.flags.includes(flag) ? value : { ...value, flags: value.flags + flag };
  },
}));

/** Tried as written: what is put around it later could close a bracket that it leaves open. */
function toPattern(value: SigmaValue): Applied {
  if (value.kind !== 'string' || value.raw === undefined || value.isCased === true) {
    return wrongType('re', value, 'a string, as the first modifier');
  }
  const fault = regexFault(value.raw, '');
  return fault ?? { kind: 'regex', pattern: value.raw, flags: '' };
}

/** Why RE2 refuses a pattern; undefined where it takes it. */
export function regexFault(pattern: string, flags: string): ModifierFault | undefined {
  if (pattern.length > MAX_PATTERN_CHARACTERS) {
    const length = `it has ${pattern.length} characters; at most ${MAX_PATTERN_CHARACTERS}`;
    return toFault(pattern, `${length} are compiled`);
  }
  try {
    toRegex(pattern, flags);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return toFault(pattern, `${cause.message}${LACKING.test(cause.message) ? LACKING_HINT : ''}`);
  }
}

/** The piece that RE2 quotes, where PCRE would take it: lookaround, `(?>…)`, `\1`, `\k<a>`, `(?P=a)`, `a++`. */
const LACKING = /: `(?:\(\?(?:[=!>]|<[=!]|P=)|\\[1-9k]|[*+?}]\+)/;
const LACKING_HINT =
  ' (RE2 has no lookaround, backreferences, atomic groups or possessive repetition)';

function toFault(pattern: string, reason: string): ModifierFault {
  const shown = pattern.length > 200 ? `${pattern.slice(0, 200).toWellFormed()}…` : pattern;
  const message = `pattern ${JSON.stringify(shown)} cannot be used: ${reason}`;
  return { code: 'SIGMA_REGEX', message };
}
