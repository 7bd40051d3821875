// Sources that a site declares → metrics of each, by a second dimension: one line of EMF an invocation for each that had objects.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS, type ScanCounts, type SourceMetric } from '../../src/model/index.ts';

/** Counts of one source. */
export type SourceCounts = Pick<ScanCounts, 'connections' | 'starts'> & {
  readonly objects: number;
};

/** A class because what is counted gathers until the invocation's end. */
export class SourceMetrics {
  readonly #bySource = new Map<string, Metrics>();
  readonly #named: { readonly serviceName?: string };

  /** @param named whose metrics these are. @default the function's own, `POWERTOOLS_SERVICE_NAME` */
  constructor(named: { readonly serviceName?: string } = {}) {
    this.#named = named;
  }

  /** Adds to the source's. Only what is not zero: a metric costs by the hours in which it has a value. */
  add(source: string, { objects, connections, starts }: SourceCounts): void {
    const metrics = this.#of(source);
    const counts: readonly (readonly [SourceMetric, number])[] = [
      ['ObjectsScanned', objects],
      ['Connections', connections],
      ['Starts', starts],
    ];
    for (const [name, count] of counts) {
      if (count !== 0) metrics.addMetric(name, MetricUnit.Count, count);
    }
  }

  /** Writes what gathered. */
  publish(): void {
    for (const metrics of this.#bySource.values()) {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  }

  #of(source: string): Metrics {
    const known = this.#bySource.get(source);
    if (known !== undefined) return known;
    const metrics = new Metrics({
      ...this.#named,
      defaultDimensions: { [METRICS.ofSource]: source },
    });
    this.#bySource.set(source, metrics);
    return metrics;
  }
}
