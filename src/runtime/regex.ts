// Regular expressions of rules: RE2, whose time is linear in the text whatever the pattern is.

import { RE2JS } from 're2js';

/** A compiled pattern. */
export type Regex = RE2JS;

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** Compiles a pattern; throws where RE2 has no such syntax (lookaround, backreferences). */
export function toRegex(pattern: string, flags: string): Regex {
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  return RE2JS.compile(pattern, bits);
}

/** True if the pattern stands anywhere in the text. */
export function regexMatches(regex: Regex, text: string): boolean {
  return regex.test(text);
}
