// What came of a feed's messages and files → structured logs and EMF metrics. What scans say of objects counts with the scan
// function's: it is the same of all objects, wherever they came from.

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricUnit as Unit } from '@aws-lambda-powertools/metrics/types';
import type { MetricName } from '../../src/model/index.ts';
import { Telemetry, telemetryParts } from '../scan/telemetry.ts';
import { createLogger } from '../shared/logger.ts';
import type { FileWatch } from './file-scan.ts';
import type { MessageNote, MessageWatch } from './work-message.ts';

/** Logs and metrics of the function. */
export class FdrTelemetry implements FileWatch, MessageWatch {
  readonly logger = createLogger();
  readonly metrics = new Metrics();
  /** Of the objects that are scanned. */
  readonly scan = new Telemetry(telemetryParts('scan'));

  received(note: MessageNote, ageMs: number | undefined): void {
    if (ageMs === undefined || note.queue !== 'crowdstrike') return;
    this.#add('ManifestAge', MetricUnit.Seconds, Math.max(0, Math.round(ageMs / 1_000)));
  }

  done(note: MessageNote): void {
    this.#count('ManifestsDone');
    this.logger.info('manifest done', { ...note });
  }

  again(note: MessageNote, reason: string): void {
    this.#count('ManifestsReturned');
    this.logger.warn('manifest comes again', { ...note, reason });
  }

  gaveUp(note: MessageNote, reason: string): void {
    this.#count('ManifestsFailed');
    this.logger.error('manifest given up', { ...note, reason });
  }

  notHidden(note: MessageNote, error: Error): void {
    this.logger.warn('manifest not hidden', { ...note, error });
  }

  passed(object: string, reason: string): void {
    this.scan.passed(object, reason);
  }

  mismatched(object: string, text: string): void {
    this.#count('FilesMismatched');
    this.logger.warn('file is not as its manifest says', { object, reason: text });
  }

  fileFailed(object: string, message: string): void {
    this.#count('FilesFailed');
    this.logger.error('file failed', { object, reason: message });
  }

  /** A run that ended with an error, which Lambda counts. */
  runFailed(thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.logger.error('run failed', error);
  }

  crashed(thrown: unknown): void {
    this.scan.crashed(thrown);
  }

  #count(name: MetricName<'fdr'>): void {
    this.#add(name, MetricUnit.Count, 1);
  }

  #add(name: MetricName<'fdr'>, unit: Unit, value: number): void {
    this.metrics.addMetric(name, unit, value);
  }
}
