// A finding → the same without the secrets in its texts: what may leave for a topic, an archive, a person.

import type { Finding } from '../model/index.ts';
import { redactValue } from './redact-value.ts';
import { redactText } from './redact-text.ts';

/**
 * Every text of the finding redacted: command lines, paths, the values of matched tests, the group of a correlation,
 * the process's key where it is made of such. Ids, tenant, source, level, times and day are made by us and stay; so
 * do the names of members. Done again it changes nothing.
 */
export function redactFinding(finding: Finding): Finding {
  const members = Object.entries(finding).map(([name, value]) => [name, redactMember(name, value)]);
  const redacted: Finding = { ...finding, ...Object.fromEntries(members) };
  return { ...redacted, rule: { ...finding.rule, title: redactText(finding.rule.title) } };
}

/** Made of nothing that a log can choose. */
const OURS: ReadonlySet<string> = new Set([
  ...['id', 'rule', 'tenant', 'source', 'time', 'firstTime', 'lastTime', 'day'],
  ...['unknown', 'joined', 'awaited'],
]);

function redactMember(name: string, value: unknown): unknown {
  return OURS.has(name) ? value : redactValue(value);
}
