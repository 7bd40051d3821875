// What came of a run of settle → structured logs and EMF metrics.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SettleReport } from './settle.ts';

/** Logs and metrics of the function. */
export class SettleTelemetry {
  readonly logger = new Logger();
  readonly metrics = new Metrics();

  /** A run, of which most find nothing due. */
  settled({ groups, created, republished, failures }: SettleReport): void {
    this.#count('CorrelationsSettled', groups);
    this.#count('Findings', created);
    this.#count('FindingsRepublished', republished);
    const counts = { groups, created, republished };
    if (groups + created + republished > 0) this.logger.info('settled', counts);
    if (failures.length === 0) return;
    this.#count('FindingsUnpublished', failures.length);
    this.logger.error('findings not published', { failures });
  }

  #count(name: string, value: number): void {
    this.metrics.addMetric(name, MetricUnit.Count, value);
  }
}
