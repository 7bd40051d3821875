// What came of a step → structured logs, and a metric of batches that go on: Lambda counts those among errors, and they are none.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName } from '../../src/model/index.ts';
import { createLogger } from '../shared/logger.ts';
import type { StepInput } from './input.ts';
import { OutOfTimeError } from './read-batch.ts';

/** Logs and metrics of the function. */
export class ReplayTelemetry {
  readonly logger = createLogger();
  readonly metrics = new Metrics();

  /** A step that was done, with what the state machine goes on with. */
  replayed({ step, run, objects }: StepInput, result: object): void {
    this.logger.info('replayed', { step, run: run.id, objects: objects.length, result });
  }

  /** A step that threw, begun at that time: Lambda counts the error at the time of the invocation. */
  threw(error: unknown, { step, run }: StepInput, begunMs: number): void {
    if (!(error instanceof OutOfTimeError)) return;
    this.metrics.setTimestamp(begunMs);
    this.metrics.addMetric('BatchesContinued' satisfies MetricName<'replay'>, MetricUnit.Count, 1);
    this.logger.info('batch goes on', { step, run: run.id, reason: error.message });
  }
}
