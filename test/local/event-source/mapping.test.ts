// The settings of a mapping are refused where Lambda refuses them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LocalConfigError } from '../../../src/local/errors.ts';
import {
  checkQueue,
  type MappingOptions,
  toMapping,
} from '../../../src/local/event-source/mapping.ts';

const QUEUE = { arn: 'arn:aws:sqs:us-east-1:1:q', isFifo: false, visibilityTimeoutSeconds: 30 };

describe('an event source mapping', () => {
  const REFUSED: readonly MappingOptions[] = [
    { batchSize: 0 },
    { batchSize: 10_001, maximumBatchingWindowSeconds: 1 },
    { batchSize: 1.5 },
    { batchSize: 11 },
    { maximumBatchingWindowSeconds: -1 },
    { maximumBatchingWindowSeconds: 301 },
    { maximumConcurrency: 1 },
    { maximumConcurrency: 1001 },
  ];
  for (const options of REFUSED) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => toMapping(options), LocalConfigError);
    });
  }

  const ACCEPTED: readonly MappingOptions[] = [
    {},
    { batchSize: 10_000, maximumBatchingWindowSeconds: 300 },
    { batchSize: 11, maximumBatchingWindowSeconds: 1 },
    { maximumConcurrency: 2 },
  ];
  for (const options of ACCEPTED) {
    it(`accepts ${JSON.stringify(options)}`, () => {
      assert.equal(toMapping(options).batchSize, options.batchSize ?? 10);
    });
  }

  it('refuses a queue whose messages come again before the function must be done', () => {
    assert.throws(() => checkQueue(QUEUE, 30_001), LocalConfigError);
    assert.doesNotThrow(() => checkQueue(QUEUE, 30_000));
    assert.doesNotThrow(() => checkQueue(QUEUE, undefined));
  });

  it('refuses a FIFO queue, whose order it would not keep', () => {
    assert.throws(() => checkQueue({ ...QUEUE, isFifo: true }, undefined), LocalConfigError);
  });
});
