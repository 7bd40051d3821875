// What became of canaries → structured logs and EMF metrics.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName } from '../../src/model/index.ts';
import { createLogger } from '../shared/logger.ts';
import type { Arrived } from './arrived.ts';
import type { CanaryWatch } from './run.ts';

/** Logs and metrics of the function. */
export class CanaryTelemetry implements CanaryWatch {
  readonly logger = createLogger();
  readonly metrics = new Metrics();

  sent(key: string): void {
    this.#count('CanarySent');
    this.logger.info('canary sent', { key });
  }

  arrived(arrived: Arrived): void {
    this.#count('CanaryArrived');
    this.metrics.addMetric(
      'CanaryLatency' satisfies MetricName<'canary'>,
      MetricUnit.Milliseconds,
      arrived.latencyMs,
    );
    this.logger.info('canary arrived', { ...arrived });
  }

  unreadable(reason: string): void {
    this.#count('CanaryUnreadable');
    this.logger.error('canary unreadable', { reason });
  }

  #count(name: MetricName<'canary'>): void {
    this.metrics.addMetric(name, MetricUnit.Count, 1);
  }
}
