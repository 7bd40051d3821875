// Partial matches → the one order in which every store gives them.

import { compareText } from './compare-text.ts';
import type { PartialMatch } from './correlation.ts';

/** By (time, rule, event), then source and values; 0 for what is the same but for its evidence. */
export function comparePartials(a: PartialMatch, b: PartialMatch): number {
  return (
    a.timeMs - b.timeMs ||
    compareText(a.rule, b.rule) ||
    compareText(a.eventId, b.eventId) ||
    compareText(a.source, b.source) ||
    compareValues(a.values, b.values)
  );
}

function compareValues(a: PartialMatch['values'], b: PartialMatch['values']): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? '';
    if (value === other) continue;
    return compareText(`${typeof value} ${value}`, `${typeof other} ${other}`);
  }
  return 0;
}
