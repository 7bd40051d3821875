// A text → how Sigma and YAML write it, so that a rule with it means exactly this text.

import { escapeJson, safeText } from './safe-text.ts';

/**
 * The text as a Sigma string: `*` and `?` escaped, and each backslash that would otherwise escape what follows it.
 *
 * @see Sigma rules specification, "Escaping"
 */
export function sigmaText(text: string): string {
  return text.replaceAll(/[*?]|\\(?=[*?\\])/g, '\\$&');
}

/** The text as a YAML scalar on one line: in single quotes; in double quotes, escaped, where it holds what is unsafe. */
export function yamlText(text: string): string {
  if (safeText(text) !== text) return escapeJson(JSON.stringify(text));
  return `'${text.replaceAll("'", "''")}'`;
}

/** A map's key: bare where that is beyond doubt. */
export function yamlKey(name: string): string {
  return /^[A-Za-z][\w.]*$/.test(name) && !NOT_BARE.has(name.toLowerCase()) ? name : yamlText(name);
}

const NOT_BARE: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off']);
