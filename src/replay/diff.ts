// What two rule sets find in the same objects → what one finds and the other does not.

import {
  type CompiledCorrelation,
  type CompiledRule,
  compareText,
  type Finding,
  type Level,
} from '../model/index.ts';

/** `added`, `removed`: only the newer or the older rule set has it; `kept`: both have. */
export type RuleChange = 'added' | 'removed' | 'kept';

/** Findings of a rule by two rule sets. */
export interface RuleDiff {
  readonly id: string;
  /** As the newer rule set has it, if it has the rule. */
  readonly title: string;
  readonly level: Level;
  readonly change: RuleChange;
  /** The level in the older rule set, where it is another one. */
  readonly levelBefore?: Level;
  /** Found by the newer rule set alone. */
  readonly fires: number;
  /** Found by the older rule set alone. */
  readonly gone: number;
  readonly same: number;
}

/** The difference. */
export interface RulesetDiff {
  /** Those that either rule set has alone, that have another level, or that found something. */
  readonly rules: readonly RuleDiff[];
  readonly fires: readonly Finding[];
  readonly gone: readonly Finding[];
  readonly same: number;
}

/** A rule set and what it finds. */
export interface RulesetFound {
  readonly rules: readonly RuleName[];
  readonly findings: readonly Finding[];
}

/** A rule or correlation, by name. */
export type RuleName = Pick<CompiledRule | CompiledCorrelation, 'id' | 'title' | 'level'>;

/** Compares by id: an edit of a rule keeps the ids of what it still finds. By rule, then time and id, whatever the order. */
export function diffFindings(from: RulesetFound, to: RulesetFound): RulesetDiff {
  const before = new Set(from.findings.map(({ id }) => id));
  const after = new Set(to.findings.map(({ id }) => id));
  const fires = to.findings.filter(({ id }) => !before.has(id)).sort(compare);
  const gone = from.findings.filter(({ id }) => !after.has(id)).sort(compare);
  const same = to.findings.filter(({ id }) => before.has(id));
  const counts = { fires: countByRule(fires), gone: countByRule(gone), same: countByRule(same) };
  const older = new Map(from.rules.map((rule) => [rule.id, rule]));
  const newer = new Map(to.rules.map((rule) => [rule.id, rule]));
  const rules = [...new Map([...older, ...newer]).values()].map((rule): RuleDiff => {
    const { id, title, level } = rule;
    const was = older.get(id)?.level ?? level;
    return {
      id,
      title,
      level,
      change: changeOf(older.has(id), newer.has(id)),
      ...(was === level ? {} : { levelBefore: was }),
      fires: counts.fires.get(id) ?? 0,
      gone: counts.gone.get(id) ?? 0,
      same: counts.same.get(id) ?? 0,
    };
  });
  return {
    rules: rules
      .filter((one) => isChanged(one) || one.same > 0)
      .sort((a, b) => compareText(a.title, b.title) || compareText(a.id, b.id)),
    fires,
    gone,
    same: same.length,
  };
}

/** True where somebody who reviews the change should see the rule. */
export function isChanged({ change, levelBefore, fires, gone }: RuleDiff): boolean {
  return change !== 'kept' || levelBefore !== undefined || fires + gone > 0;
}

function changeOf(isOlder: boolean, isNewer: boolean): RuleChange {
  if (isOlder && isNewer) return 'kept';
  return isNewer ? 'added' : 'removed';
}

function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}

function compare(a: Finding, b: Finding): number {
  return (
    compareText(a.rule.title, b.rule.title) ||
    compareText(a.time ?? '~', b.time ?? '~') ||
    compareText(a.id, b.id)
  );
}
