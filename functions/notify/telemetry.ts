// What became of messages → structured logs and EMF metrics. Nothing of a log but what names an alert; no secret.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricUnit as Unit } from '@aws-lambda-powertools/metrics/types';
import type { MetricName } from '../../src/model/index.ts';
import { createLogger } from '../shared/logger.ts';
import type { DeliveryWatch, Passed } from './delivery-deps.ts';
import type { Told } from './told.ts';

/** Metrics of what is passed over; what is for nobody is not counted as one thing with what was posted before. */
const PASSED_METRICS: Readonly<Record<Passed, MetricName<'notify'>>> = {
  posted: 'PostsRedelivered',
  superseded: 'PostsSuperseded',
  'nothing to say': 'PostsPassedOver',
  'route store': 'PostsPassedOver',
  'origin canary': 'PostsPassedOver',
};

/** Logs and metrics of the function. */
export class NotifyTelemetry implements DeliveryWatch {
  readonly logger = createLogger();
  readonly metrics = new Metrics();

  /** A clock that is ahead of ours gives no latency: CloudWatch would take less than none. */
  posted(told: Told, latencyMs: number | undefined): void {
    this.#count('Posted');
    if (latencyMs !== undefined && latencyMs >= 0) {
      this.#add('PageLatency', MetricUnit.Milliseconds, latencyMs);
    }
    this.logger.info('posted', { ...named(told), latencyMs });
  }

  passed(told: Told, reason: Passed): void {
    this.#count(PASSED_METRICS[reason]);
    this.logger.info('passed over', { ...named(told), reason });
  }

  uncertain(told: Told, reason: string): void {
    this.#count('PostsUncertain');
    this.logger.warn('post uncertain', { ...named(told), reason });
  }

  retried(told: Told | undefined, reason: string, waitMs: number): void {
    this.#count('PostsRetried');
    this.logger.warn('post to be tried again', { ...named(told), reason, waitMs });
  }

  failed(told: Told | undefined, trouble: string, reason: string): void {
    this.#count('PostsFailed');
    this.logger.error('post failed', { ...named(told), trouble, reason });
  }

  unrecorded(told: Told, error: unknown): void {
    this.#count('PostsUnrecorded');
    this.logger.error('post not recorded', { ...named(told), error });
  }

  faulted(what: string, error: unknown): void {
    this.#count('DeliveryFaults');
    this.logger.error('delivery faulted', { what, error });
  }

  /** Operations could not be told. */
  untold(error: unknown): void {
    this.#count('OperationsUntold');
    this.logger.error('operations not told', { error });
  }

  /** A bug: what it is and where, without its message, which may quote what was rendered. */
  crashed(thrown: unknown): void {
    this.#count('DeliveriesCrashed');
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    const lines = thrown instanceof Error ? (thrown.stack ?? '').split('\n') : [];
    const at = lines.filter((line) => /^ +at /.test(line)).slice(0, 10);
    this.logger.error('delivery crashed', { name, at });
  }

  /** A test was asked for. */
  tested(outcome: string, reason: string | undefined): void {
    this.logger.info('destination tested', { outcome, reason });
  }

  #count(name: MetricName<'notify'>): void {
    this.#add(name, MetricUnit.Count, 1);
  }

  #add(name: MetricName<'notify'>, unit: Unit, value: number): void {
    this.metrics.addMetric(name, unit, value);
  }
}

/** Names alone: no title, for it holds what a log says. */
function named(told: Told | undefined) {
  if (told === undefined) return {};
  const { delivery, event, route } = told;
  return { alert: delivery.alert, revision: delivery.revision, event, route };
}
