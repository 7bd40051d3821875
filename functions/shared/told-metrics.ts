// What people were told → metrics by name. Only what is not zero: a metric costs by the hours in which it has a value.

import type { MetricName } from '../../src/model/index.ts';
import type { SettledAlerts, Told } from '../../src/pipeline/index.ts';

/** Name and value of counts. */
type Counts<N extends string> = readonly (readonly [name: N, value: number])[];

/**
 * Of findings: alerts by who is told (`AlertsPaged`, `AlertsPosted`) and, the same alerts again, by level (`AlertsCritical`,
 * `AlertsHigh` and so on); what led to no alert of its own: `FindingsFolded` into another's, `FindingsDigested` for the daily
 * digest, `BudgetHits` for that of the hour, `FindingsUntold` of experimental rules and of those that the site stores.
 */
export function toldMetrics({
  levels,
  ...told
}: Told): Counts<MetricName<'scan'> & MetricName<'settle'>> {
  return notZero([
    ['AlertsPaged', told.paged],
    ['AlertsPosted', told.posted],
    ['AlertsCritical', levels.critical],
    ['AlertsHigh', levels.high],
    ['AlertsMedium', levels.medium],
    ['AlertsLow', levels.low],
    ['AlertsInformational', levels.informational],
    ['FindingsFolded', told.joined],
    ['FindingsDigested', told.digested],
    ['BudgetHits', told.overBudget],
    ['FindingsUntold', told.stored],
  ]);
}

/** What time brought. */
export function timedMetrics({
  closed,
  resolved,
  digests,
}: Omit<SettledAlerts, 'failures'>): Counts<MetricName<'settle'>> {
  return notZero([
    ['AlertsClosed', closed],
    ['AlertsResolved', resolved],
    ['Digests', digests],
  ]);
}

function notZero<N extends string>(counts: Counts<N>): Counts<N> {
  return counts.filter(([, value]) => value !== 0);
}
