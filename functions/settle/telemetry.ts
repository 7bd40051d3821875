// What came of a run of settle → structured logs and EMF metrics.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SettleReport } from './settle.ts';

/** Logs and metrics of the function. */
export class SettleTelemetry {
  readonly logger = new Logger();
  readonly metrics = new Metrics();

  /** A run, of which most find nothing due. */
  settled({ groups, created, republished, abandoned, heldBackMs, failures }: SettleReport): void {
    this.#count('CorrelationsSettled', groups);
    this.#count('Findings', created);
    this.#count('FindingsRepublished', republished);
    this.#count('ClaimsAbandoned', abandoned.length);
    this.metrics.addMetric('JudgingHeldBack', MetricUnit.Seconds, Math.round(heldBackMs / 1_000));
    const counts = { groups, created, republished };
    if (groups + created + republished > 0) this.logger.info('settled', counts);
    if (abandoned.length > 0) this.logger.warn('claims abandoned', { abandoned });
    if (failures.length === 0) return;
    this.#count('FindingsUnpublished', failures.length);
    this.logger.error('findings not published', { failures });
  }

  /** The source queue could not be asked how much waits in it. */
  backlogUnknown(error: Error): void {
    this.#count('BacklogUnknown', 1);
    this.logger.error('backlog unknown', error);
  }

  #count(name: string, value: number): void {
    this.metrics.addMetric(name, MetricUnit.Count, value);
  }
}
