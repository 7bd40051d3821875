// What came of a run of settle → structured logs and EMF metrics.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { total } from '../../src/pipeline/index.ts';
import { timedMetrics, toldMetrics } from '../shared/told-metrics.ts';
import type { SettleReport } from './settle.ts';

/** Logs and metrics of the function. */
export class SettleTelemetry {
  readonly logger = new Logger();
  readonly metrics = new Metrics();

  /** A run, of which most find nothing due. */
  settled(report: SettleReport): void {
    const { groups, created, republished, abandoned, heldBackMs, failures, revisions } = report;
    this.#count('CorrelationsSettled', groups);
    this.#connections(report);
    this.#count('Revisions', revisions);
    this.#count('Findings', created);
    this.#count('FindingsRepublished', republished);
    for (const [name, value] of toldMetrics(report.told)) this.#count(name, value);
    for (const [name, value] of timedMetrics(report.alerts)) this.#count(name, value);
    this.#count('ClaimsAbandoned', abandoned.length);
    this.metrics.addMetric('JudgingHeldBack', MetricUnit.Seconds, Math.round(heldBackMs / 1_000));
    const { early, final } = report.connections;
    const { waiting: _waiting, ...alerts } = report.alerts;
    const counts = { groups, created, republished, revisions, early, final, ...alerts };
    if (total(counts) > 0) this.logger.info('settled', counts);
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

  #connections({ connections, joined }: SettleReport): void {
    const { counts, unreadable, confirmed, withdrawn } = joined;
    this.#count('ConnectionsJudgedEarly', connections.early);
    this.#count('ConnectionsSettled', connections.final);
    this.#count('ConnectionsUnattributed', counts.unattributed);
    this.#count('ConnectionsUnreadable', unreadable);
    const suppressed = total(counts.suppressedPerFilter);
    if (suppressed > 0) this.#count('MatchesSuppressed', suppressed);
    this.#count('FindingsConfirmed', confirmed);
    this.#count('FindingsWithdrawn', withdrawn);
    if (unreadable > 0) this.logger.error('waiting connections unreadable', { unreadable });
  }

  #count(name: string, value: number): void {
    this.metrics.addMetric(name, MetricUnit.Count, value);
  }
}
