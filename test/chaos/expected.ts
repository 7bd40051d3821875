// What the story states × a finding → keys that can be compared: rule, source, process, and how many matches.

import type { Finding } from '../../src/model/index.ts';
import { RULES } from './story/attacks.ts';
import type { Story } from './story/story.ts';

/** The keys of the forty findings, sorted. */
export function statedKeys({ attacks }: Story): readonly string[] {
  return attacks
    .map(({ rule, source, pid, count }) => keyOf(RULES[rule], source, pid, count))
    .toSorted();
}

/** The key of a finding. */
export function findingKey({ rule, source, process, count }: Finding): string {
  return keyOf(rule.id, source, process.pid, count);
}

function keyOf(ruleId: string, source: string, pid: number | undefined, count: number): string {
  const name = Object.entries(RULES).find(([, id]) => id === ruleId)?.[0] ?? ruleId;
  return `${name} of pid ${pid ?? '-'} in ${source}, ${count} matches`;
}
