// Rule sets → lines for people: each with what differs from the one after it.

import type { RulesetHistory, RulesetVersion } from './ruleset-history.ts';
import { SHOWN_DIGITS } from './ruleset-pick.ts';

/**
 * One line a rule set, the newest first.
 * @param working hash of the working tree's rules
 */
export function historyText({ versions, isShallow }: RulesetHistory, working: string): string {
  const lines = versions.map((version, index) => {
    const { hash, commit, date, rules } = version;
    const mark = hash === working ? '*' : ' ';
    const change = changeWords(version, versions[index + 1]);
    const count = String(rules.size).padStart(4);
    return `${mark} ${hash.slice(0, SHOWN_DIGITS)}  ${commit.slice(0, SHOWN_DIGITS)}  ${date}  ${count}  ${change}`;
  });
  const isKnown = versions.some(({ hash }) => hash === working);
  const notes = [
    ...(isKnown
      ? ['* the working tree']
      : [`the working tree has ${working.slice(0, SHOWN_DIGITS)}, which is of no commit`]),
    ...(isShallow ? ['older ones are not in this shallow clone: git fetch --unshallow'] : []),
  ];
  return `${['  rule set      commit        committed                  files  against the one below', ...lines, ...notes].join('\n')}\n`;
}

/** Files that came, went and changed. */
function changeWords({ rules }: RulesetVersion, before: RulesetVersion | undefined): string {
  if (before === undefined) return 'the first';
  const had = before.rules;
  const added = [...rules.keys()].filter((path) => !had.has(path)).length;
  const removed = [...had.keys()].filter((path) => !rules.has(path)).length;
  const changed = [...rules].filter(([path, oid]) => had.has(path) && had.get(path) !== oid).length;
  return `${added} added, ${removed} removed, ${changed} changed`;
}
