// What two rule sets find in the same objects → what one finds and the other does not.

import { compareText, type Finding, type Level } from '../model/index.ts';

/** Findings of a rule by two rule sets. */
export interface RuleDiff {
  readonly id: string;
  /** As the newer rule set has it, if it has the rule. */
  readonly title: string;
  readonly level: Level;
  /** Found by the newer rule set alone. */
  readonly fires: number;
  /** Found by the older rule set alone. */
  readonly gone: number;
  readonly same: number;
}

/** The difference. */
export interface RulesetDiff {
  readonly rules: readonly RuleDiff[];
  readonly fires: readonly Finding[];
  readonly gone: readonly Finding[];
  readonly same: number;
}

/** Compares by id: an edit of a rule keeps the ids of what it still finds. By rule, then time and id, whatever the order. */
export function diffFindings(from: readonly Finding[], to: readonly Finding[]): RulesetDiff {
  const before = new Set(from.map(({ id }) => id));
  const after = new Set(to.map(({ id }) => id));
  const fires = to.filter(({ id }) => !before.has(id)).sort(compare);
  const gone = from.filter(({ id }) => !after.has(id)).sort(compare);
  const same = to.filter(({ id }) => before.has(id));
  const rules = new Map<string, Finding['rule']>();
  for (const { rule } of [...from, ...to]) rules.set(rule.id, rule);
  const countOf = (findings: readonly Finding[], rule: string) =>
    findings.filter((finding) => finding.rule.id === rule).length;
  return {
    rules: [...rules.values()]
      .map(({ id, title, level }) => ({
        id,
        title,
        level,
        fires: countOf(fires, id),
        gone: countOf(gone, id),
        same: countOf(same, id),
      }))
      .sort((a, b) => compareText(a.title, b.title) || compareText(a.id, b.id)),
    fires,
    gone,
    same: same.length,
  };
}

function compare(a: Finding, b: Finding): number {
  return (
    compareText(a.rule.title, b.rule.title) ||
    compareText(a.time ?? '~', b.time ?? '~') ||
    compareText(a.id, b.id)
  );
}
