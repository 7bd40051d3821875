// Parts of a window × rules in their order → how many rules, from the first, matched one after the other.

import type { PartialMatch } from '../model/index.ts';

/**
 * The length of the longest beginning of `rules` that matched in that order. Events of the same time stand in any
 * order: clocks do not tell which was first, and an answer must not depend on which arrived first. One event may stand
 * for several rules.
 */
export function orderedLength(rules: readonly string[], parts: readonly PartialMatch[]): number {
  let reached = 0;
  let index = 0;
  while (index < parts.length && reached < rules.length) {
    const timeMs = parts[index]?.timeMs;
    const now = new Set<string>();
    for (; index < parts.length && parts[index]?.timeMs === timeMs; index++) {
      now.add(parts[index]?.rule ?? '');
    }
    for (let next = rules[reached]; next !== undefined && now.has(next); next = rules[reached]) {
      reached++;
    }
  }
  return reached;
}
