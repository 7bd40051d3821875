// A rule's logsource + an event → whether the rule is meant for it.

import type { LogEvent, Logsource } from '../model/index.ts';

/**
 * True if every key that the rule names equals the event's, regardless of case. A key that the event lacks does not
 * match; a rule that names none applies to every event.
 */
export function logsourceApplies(rule: Logsource, event: Pick<LogEvent, 'logsource'>): boolean {
  const { product, service, category, moreCategories } = event.logsource;
  return (
    isNamed(rule.product, product) &&
    isNamed(rule.service, service) &&
    (isNamed(rule.category, category) ||
      (moreCategories ?? []).some((wider) => isNamed(rule.category, wider)))
  );
}

function isNamed(wanted: string | undefined, actual: string | undefined): boolean {
  if (wanted === undefined || wanted === actual) return true;
  return actual !== undefined && wanted.toLowerCase() === actual.toLowerCase();
}
