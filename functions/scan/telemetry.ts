// What became of objects and notifications → structured logs and EMF metrics. One dimension (service), and for declared
// sources a second: each is billed by its values.

import type { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricUnit as Unit } from '@aws-lambda-powertools/metrics/types';
import {
  isCanary,
  type MetricName,
  type MetricService,
  type Rejection,
  safeText,
  type ScanCounts,
  watchedSource,
} from '../../src/model/index.ts';
import {
  type ObjectOutcome,
  type OutboxReport,
  type Told,
  topNames,
  total,
} from '../../src/pipeline/index.ts';
import type { Quarantine } from '../../src/ports/index.ts';
import { createLogger } from '../shared/logger.ts';
import { toldMetrics } from '../shared/told-metrics.ts';
import type { Progress } from './hop.ts';
import { rejectionReason } from './rejection-reason.ts';
import type { ObjectJoinReport } from './object-join.ts';
import type { ObjectWatch } from './scan-and-publish.ts';
import type { ScanSource } from './source-config.ts';
import { SourceMetrics } from './source-metrics.ts';

/** Rejected records of an object that are logged one by one; the rest is in its counts. */
const MAX_LOGGED_REJECTIONS = 10;

/** Hosts with unattributed connections, and kinds without a category, that are logged: a line has room for 256 KB. */
const MAX_LOGGED_NAMES = 20;

/**
 * What a canary's object counts as: what went wrong with it. It is none of the site's objects, and what it leads to is for nobody.
 */
const FAULTS: ReadonlySet<MetricName<'scan'>> = new Set([
  'ConservationMismatch',
  'FindingsUnpublished',
  'ObjectsIncomplete',
  'StateFailures',
]);

/** What telemetry is made of. */
interface Parts {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly ofSources: SourceMetrics;
  /** @default all */
  readonly counted?: ReadonlySet<MetricName<'scan'>>;
  /** What its objects are counted as besides. @default nothing */
  readonly source?: string;
}

/** New ones. @param service whose metrics these are. @default the function's own, `POWERTOOLS_SERVICE_NAME` */
export function telemetryParts(service?: MetricService): Parts {
  const named = service === undefined ? {} : { serviceName: service };
  return {
    logger: createLogger(),
    metrics: new Metrics(named),
    ofSources: new SourceMetrics(named),
  };
}

/** Logs and metrics of one function. */
export class Telemetry implements ObjectWatch, Quarantine {
  readonly #parts: Parts;
  readonly #loggedRejections = new Map<string, number>();

  constructor(parts: Parts = telemetryParts()) {
    this.#parts = parts;
  }

  get logger(): Logger {
    return this.#parts.logger;
  }

  get metrics(): Metrics {
    return this.#parts.metrics;
  }

  /** Metrics of sources, which are published apart. */
  get ofSources(): SourceMetrics {
    return this.#parts.ofSources;
  }

  /** The same for the objects of one source. */
  of({ tenant, source }: Pick<ScanSource, 'tenant' | 'source'>, ownTenant: string): Telemetry {
    if (isCanary(tenant)) return new Telemetry({ ...this.#parts, counted: FAULTS });
    if (source === undefined) return this;
    const name = watchedSource({ tenant, source }, ownTenant);
    return new Telemetry({ ...this.#parts, source: name });
  }

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
    this.#count('BytesScanned', counts.bytes, MetricUnit.Bytes);
    const { source, ofSources } = this.#parts;
    if (source !== undefined) {
      ofSources.add(source, { ...counts, objects: next === undefined ? 1 : 0 });
    }
    const most = (names: Readonly<Record<string, number>>) =>
      Object.fromEntries(
        topNames(names, MAX_LOGGED_NAMES).map(([name, count]) => [safeText(name), count]),
      );
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
  #count(name: MetricName<'scan'>, value: number, unit: Unit = MetricUnit.Count): void {
    const { counted, metrics } = this.#parts;
    if (value !== 0 && counted?.has(name) !== false) metrics.addMetric(name, unit, value);
  }
}
