// What came of a run of settle → structured logs and EMF metrics.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricUnit as Unit } from '@aws-lambda-powertools/metrics/types';
import type { MetricName } from '../../src/model/index.ts';
import { total } from '../../src/pipeline/index.ts';
import { createLogger } from '../shared/logger.ts';
import { timedMetrics, toldMetrics } from '../shared/told-metrics.ts';
import type { SettleReport } from './settle.ts';

/** Logs and metrics of the function. */
export class SettleTelemetry {
  readonly logger = createLogger();
  readonly metrics = new Metrics();

  /** A run, of which most find nothing due. */
  settled(report: SettleReport): void {
    const { groups, created, republished, abandoned, heldBackMs, failures, revisions } = report;
    this.#count('CorrelationsSettled', groups);
    this.#connections(report);
    this.#starts(report);
    this.#count('Revisions', revisions);
    this.#count('Findings', created);
    this.#count('FindingsRepublished', republished);
    for (const [name, value] of toldMetrics(report.told)) this.#count(name, value);
    for (const [name, value] of timedMetrics(report.alerts)) this.#count(name, value);
    this.#count('ClaimsAbandoned', abandoned.length);
    this.#overdue(report);
    this.#seconds('JudgingHeldBack', heldBackMs);
    const { early, final } = report.connections;
    const { waiting: _waiting, ...alerts } = report.alerts;
    const { promoted } = report.starts;
    const counts = { groups, created, republished, revisions, early, final, promoted, ...alerts };
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

  /** A file of starts that cannot be read: what was in it is lost to the join. */
  segmentBroken(key: string, reason: string): void {
    this.#count('SegmentsBroken', 1);
    this.logger.error('file of starts put aside', { key, reason });
  }

  #starts({ starts: { merged, left, leftForMs, promoted, late, tooLarge } }: SettleReport): void {
    this.#count('SegmentsMerged', merged);
    this.#count('SegmentsWaiting', left);
    this.#seconds('SegmentAge', leftForMs);
    this.#count('StartsPromoted', promoted);
    this.#count('StartsLate', late);
    this.#count('StartsTooLarge', tooLarge);
  }

  #overdue({ overdue = { findings: 0, pendings: 0 } }: SettleReport): void {
    const { findings, pendings } = overdue;
    this.#count('FindingsOverdue', findings);
    this.#count('PendingsOverdue', pendings);
    if (findings + pendings > 0) this.logger.error('overdue', { findings, pendings });
  }

  #connections({ connections, joined }: SettleReport): void {
    const { counts, unreadable, confirmed, withdrawn } = joined;
    this.#count('ConnectionsJudgedEarly', connections.early);
    this.#count('ConnectionsSettled', connections.final);
    this.#count('ConnectionsUnattributed', counts.unattributed);
    this.#count('ConnectionsUnreadable', unreadable);
    this.#count('MatchesSuppressed', total(counts.suppressedPerFilter));
    this.#count('FindingsConfirmed', confirmed);
    this.#count('FindingsWithdrawn', withdrawn);
    if (unreadable > 0) this.logger.error('waiting connections unreadable', { unreadable });
  }

  /** Only what is not zero: a metric costs by the hours in which it has a value. */
  #count(name: MetricName<'settle'>, value: number): void {
    if (value !== 0) this.#add(name, MetricUnit.Count, value);
  }

  #seconds(name: MetricName<'settle'>, ms: number): void {
    if (ms > 0) this.#add(name, MetricUnit.Seconds, Math.round(ms / 1_000));
  }

  #add(name: MetricName<'settle'>, unit: Unit, value: number): void {
    this.metrics.addMetric(name, unit, value);
  }
}
