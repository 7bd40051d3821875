// Filters that end × today → those that ended, and those that soon will.

import type { Diagnostic } from '../../model/index.ts';
import type { FilterExpiry } from '../ruleset.ts';

const DAY_MS = 86_400_000;
/** How long before its end a filter is mentioned: two weeks are time to ask its owner. */
const WARNING_DAYS = 14;

/** An error for each filter that has ended by `nowMs` (epoch ms), a warning for each that ends within 14 days. */
export function expiryDiagnostics(
  expiries: readonly FilterExpiry[],
  nowMs: number,
): readonly Diagnostic[] {
  return expiries.flatMap(({ title, day, endMs, position }): Diagnostic[] => {
    const leftMs = endMs - nowMs;
    const found = { position, rule: title };
    if (leftMs <= 0) {
      const message = `filter "${title}" ended on ${day}: delete it, or renew it with its owner`;
      return [{ code: 'SIGMA_FILTER_EXPIRED', severity: 'error', message, ...found }];
    }
    if (leftMs > WARNING_DAYS * DAY_MS) return [];
    const message = `filter "${title}" ends on ${day}; after that its matches are findings again`;
    return [{ code: 'LINT_FILTER_EXPIRY', severity: 'warning', message, ...found }];
  });
}
