// What a feed's function tells of itself: by its own name, but of scans by the scan function's.

import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { FdrTelemetry } from '../../../functions/fdr/telemetry.ts';
import type { MessageNote } from '../../../functions/fdr/work-message.ts';
import { setEnvironment } from '../../support/environment.ts';

const NOTE: MessageNote = {
  queue: 'crowdstrike',
  messageId: 'm1',
  receiveCount: 2,
  batch: 'data/8f1c',
  files: 3,
};

function telemetry(t: TestContext) {
  setEnvironment(t, {
    POWERTOOLS_SERVICE_NAME: 'fdr',
    POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/test',
  });
  const one = new FdrTelemetry();
  const logged: unknown[][] = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    mock.method(one.logger, level, (...texts: unknown[]) => void logged.push([level, ...texts]));
    mock.method(one.scan.logger, level, () => undefined);
  }
  return { one, logged };
}

test('what became of batches counts for the feeds, what became of objects for the scans', (t) => {
  const { one } = telemetry(t);
  one.received(NOTE, 61_400);
  one.done(NOTE);
  one.passed('s3://b/k', 'empty');
  const own = one.metrics.serializeMetrics();
  assert.deepEqual([own['service'], own['ManifestsDone'], own['ManifestAge']], ['fdr', 1, 61]);
  const scans = one.scan.metrics.serializeMetrics();
  assert.deepEqual([scans['service'], scans['ObjectsPassedOver']], ['scan', 1]);
});

test('each end of a batch is counted by its name, and logged with what finds it', (t) => {
  const { one, logged } = telemetry(t);
  one.again(NOTE, 'a: no');
  one.gaveUp(NOTE, 'a: no');
  one.mismatched('s3://b/k', 'sizes');
  one.fileFailed('s3://b/k', 'no');
  const { _aws, service, ...counts } = one.metrics.serializeMetrics();
  assert.deepEqual(counts, {
    ManifestsReturned: 1,
    ManifestsFailed: 1,
    FilesMismatched: 1,
    FilesFailed: 1,
  });
  assert.deepEqual(logged.slice(0, 2), [
    ['warn', 'manifest comes again', { ...NOTE, reason: 'a: no' }],
    ['error', 'manifest given up', { ...NOTE, reason: 'a: no' }],
  ]);
});

test('no age is counted of a message that was sent back, or that tells none', (t) => {
  const { one } = telemetry(t);
  one.received({ ...NOTE, queue: 'own' }, 86_400_000);
  one.received(NOTE, undefined);
  assert.equal(one.metrics.hasStoredMetrics(), false);
});
