// What became of objects and notifications → structured logs and EMF metrics. One dimension (service): each more is billed by its values.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricUnit as Unit } from '@aws-lambda-powertools/metrics/types';
import type { MetricName, Rejection, ScanCounts } from '../../src/model/index.ts';
import {
  type ObjectOutcome,
  type OutboxReport,
  type Told,
  topNames,
  total,
} from '../../src/pipeline/index.ts';
import type { Quarantine } from '../../src/ports/index.ts';
import { toldMetrics } from '../shared/told-metrics.ts';
import type { Progress } from './hop.ts';
import { rejectionReason } from './rejection-reason.ts';
import type { ObjectJoinReport } from './object-join.ts';
import type { ObjectWatch } from './scan-and-publish.ts';

/** Rejected records of an object that are logged one by one; the rest is in its counts. */
const MAX_LOGGED_REJECTIONS = 10;

/** Hosts with unattributed connections, and kinds without a category, that are logged: a line has room for 256 KB. */
const MAX_LOGGED_NAMES = 20;

/** Logs and metrics of one function. */
export class Telemetry implements ObjectWatch, Quarantine {
  readonly logger = new Logger();
  readonly metrics = new Metrics();
  readonly #loggedRejections = new Map<string, number>();

  scanned(
    { object, counts, problem, next }: ObjectOutcome,
    { created, known, told }: Pick<OutboxReport, 'created' | 'known' | 'told'>,
  ): void {
    this.#loggedRejections.delete(object);
    if (next === undefined) this.#count('ObjectsScanned', 1);
    this.#count('Records', counts.records);
    this.#count('RecordsRejected', counts.rejected);
    this.#count('RecordsUnrecognised', counts.unrecognised);
    this.#count('Connections', counts.connections);
    this.#count('ConnectionsUnattributed', counts.unattributed);
    this.#count('ConnectionsJoined', counts.joined);
    this.#count('ConnectionsNotHeld', counts.joinOverflow);
    this.#count('Findings', created);
    this.#count('FindingsKnown', known);
    this.#suppressed(counts);
    this.#told(told);
    this.#add('BytesScanned', MetricUnit.Bytes, counts.bytes);
    const most = (names: Readonly<Record<string, number>>) =>
      Object.fromEntries(topNames(names, MAX_LOGGED_NAMES));
    const logged = {
      ...counts,
      unattributedPerHost: most(counts.unattributedPerHost),
      uncategorisedPerKind: most(counts.uncategorisedPerKind),
    };
    const findings = { findings: created, known, told };
    this.logger.info('object scanned', { object, counts: logged, ...findings });
    if (problem === undefined) return;
    this.#count('ObjectsIncomplete', 1);
    this.logger.error('object incomplete', { object, problem });
  }

  /** Most objects neither offer nor need anything: of those nothing is said. */
  joined(object: string, report: ObjectJoinReport): void {
    const { starts, connections, unreadable, confirmed, withdrawn } = report;
    const { waits, judged, full, tooLarge } = connections;
    this.#suppressed(report.counts);
    this.#told(report.told);
    const counts: readonly (readonly [MetricName<'scan'>, number])[] = [
      ['StartsKept', starts.kept],
      ['StartsTooLarge', starts.tooLarge],
      ['StartsLate', starts.late],
      ['ConnectionsWaiting', waits],
      ['ConnectionsJudged', judged + starts.judged],
      ['ConnectionsFull', full],
      ['ConnectionsTooLarge', tooLarge],
      ['ConnectionsUnreadable', unreadable],
      ['FindingsConfirmed', confirmed],
      ['FindingsWithdrawn', withdrawn],
    ];
    if (counts.every(([, count]) => count === 0)) return;
    for (const [name, count] of counts) this.#count(name, count);
    this.logger.info('object joined', { object, starts, connections, confirmed, withdrawn });
    if (unreadable > 0) this.logger.error('waiting connections unreadable', { object, unreadable });
  }

  passed(object: string, reason: string): void {
    this.#count(reason === 'known' ? 'ObjectsKnown' : 'ObjectsPassedOver', 1);
    this.logger.info('object passed over', { object, reason });
  }

  continued(object: string, progress: Progress): void {
    this.#count('ObjectsContinued', 1);
    this.logger.info('object continued', { object, ...progress });
  }

  stopped(object: string, reason: string): void {
    this.#count('ObjectsIncomplete', 1);
    this.logger.error('object incomplete', { object, reason });
  }

  leaked(object: string, leaks: readonly string[]): void {
    this.#count('ConservationMismatch', 1);
    this.logger.error('conservation mismatch', { object, leaks });
  }

  unpublished(object: string, failures: readonly unknown[]): void {
    this.#count('FindingsUnpublished', failures.length);
    this.logger.error('findings not published', { object, failures });
  }

  evidenceLeftOut(object: string, count: number): void {
    this.#count('EvidenceRecordsLeftOut', count);
    this.logger.warn('evidence without records', { object, count });
  }

  stateFailed(object: string, error: Error): void {
    this.#count('StateFailures', 1);
    this.logger.error('state failed', { object, error });
  }

  /** A bug, with its stack. */
  crashed(thrown: unknown): void {
    this.#count('ScansCrashed', 1);
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.logger.error('scan crashed', error);
  }

  /** A unit that will be delivered again. */
  failed(id: string, failure: string): void {
    this.#count('UnitsFailed', 1);
    this.logger.error('unit failed', { id, failure });
  }

  /** The place of a rejected record, for who reads logs: its bytes are in the quarantine. */
  keep(object: string, { code, message, ordinal, offset, line }: Rejection): Promise<void> {
    const logged = this.#loggedRejections.get(object) ?? 0;
    this.#loggedRejections.set(object, logged + 1);
    if (logged < MAX_LOGGED_REJECTIONS) {
      this.logger.warn('record rejected', {
        object,
        code,
        reason: rejectionReason(message),
        ordinal,
        offset,
        line,
      });
    }
    return Promise.resolve();
  }

  /** What filters let off, in logs that are judged here: also connections of other objects. */
  #suppressed({ suppressedPerFilter }: Pick<ScanCounts, 'suppressedPerFilter'>): void {
    this.#count('MatchesSuppressed', total(suppressedPerFilter));
  }

  #told(told: Told): void {
    for (const [name, value] of toldMetrics(told)) this.#count(name, value);
  }

  /** Only what is not zero: a metric costs by the hours in which it has a value. */
  #count(name: MetricName<'scan'>, value: number): void {
    if (value !== 0) this.#add(name, MetricUnit.Count, value);
  }

  #add(name: MetricName<'scan'>, unit: Unit, value: number): void {
    this.metrics.addMetric(name, unit, value);
  }
}
