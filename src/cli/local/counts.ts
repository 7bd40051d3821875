// Metrics of the functions, and what was seen besides → one line of counts.

import type { LatencySummary } from './latencies.ts';
import { number, plural } from '../plural.ts';

/** What is counted beside the functions' metrics. */
export interface SeenCounts {
  /** Objects that were scanned to their end, or passed over. */
  readonly objects: number;
  /** Objects that ended in the failure queue. */
  readonly rejected: number;
  /** Posts to the stand-in for Slack. */
  readonly shown: number;
  readonly latency: LatencySummary | undefined;
}

/**
 * `47 objects, 1,553 records, 34 findings · alerts: 0 paged, 5 posted, 10 folded, 19 for digests · 5 shown · 0 rejected · from
 * PUT to post 0.9 s (p50), 1.4 s (p95)`. Names are those of functions/shared/told-metrics.ts.
 */
export function countsText(
  metrics: ReadonlyMap<string, number>,
  { objects, rejected, shown, latency }: SeenCounts,
): string {
  const of = (name: string) => metrics.get(name) ?? 0;
  // Each counts once, whoever found it: the scan, a start that came later, settle.
  const findings = ['AlertsPaged', 'AlertsPosted', 'FindingsFolded', 'FindingsDigested']
    .concat('BudgetHits', 'FindingsUntold')
    .reduce((sum, name) => sum + of(name), 0);
  const scanned = [
    plural(objects, 'object'),
    plural(of('Records'), 'record'),
    plural(findings, 'finding'),
  ];
  const digested = of('FindingsDigested') + of('BudgetHits');
  const alerts = [
    `${number(of('AlertsPaged'))} paged`,
    `${number(of('AlertsPosted'))} posted`,
    `${number(of('FindingsFolded'))} folded`,
    `${number(digested)} for digests`,
  ];
  return [
    scanned.join(', '),
    `alerts: ${alerts.join(', ')}`,
    `${number(shown)} shown`,
    rejectedText(of('RecordsRejected'), rejected),
    ...(latency === undefined ? [] : [latencyText(latency)]),
  ].join(' · ');
}

function rejectedText(records: number, objects: number): string {
  if (records === 0 && objects === 0) return '0 rejected';
  return `rejected: ${plural(objects, 'object')}, ${plural(records, 'record')}`;
}

function latencyText({ p50Ms, p95Ms }: LatencySummary): string {
  return `from PUT to post ${secondsText(p50Ms)} (p50), ${secondsText(p95Ms)} (p95)`;
}

/** `1.3 s`. */
export function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
