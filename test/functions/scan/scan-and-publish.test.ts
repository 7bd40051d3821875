// What is counted and answered for an object that could not be read: replaced and deleted ones are no incomplete scans.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ObjectDeps, scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import {
  S3AccessError,
  S3GoneError,
  type S3Place,
  type S3ReadError,
  S3SupersededError,
} from '../../../src/adapters/aws/index.ts';
import { createMemoryPartialMatches } from '../../../src/adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../../src/decode/index.ts';
import { createRouting } from '../../../src/pipeline/index.ts';
import { createRegistry } from '../../../src/source/index.ts';

const PLACE: S3Place = { bucket: 'logs', key: 'a.json', versionId: undefined, offset: 0 };

/** An object whose reading ends with the failure at once. */
function failing(failure: S3ReadError) {
  return {
    name: 's3://logs/a.json',
    size: undefined,
    failure,
    // biome-ignore lint/correctness/useYield: it breaks before the first byte
    async *open(): AsyncGenerator<Uint8Array> {
      throw failure;
    },
  };
}

/** Deps that note what is told of. */
function watched() {
  const told: string[] = [];
  const deps: ObjectDeps = {
    decoder: { decodeObject, parseRecord },
    quarantine: { keep: () => Promise.resolve() },
    evaluation: { registry: createRegistry(), routing: createRouting([]), window: {} },
    rules: new Map(),
    correlations: [],
    partialMatches: createMemoryPartialMatches(),
    tenant: 'default',
    sink: { publish: () => Promise.resolve({ outcomes: [] }) },
    watch: {
      scanned: ({ problem }) => told.push(problem === undefined ? 'scanned' : 'incomplete'),
      passed: (_object, reason) => told.push(reason),
      unpublished: () => told.push('unpublished'),
    },
  };
  return { told, deps };
}

describe('scanAndPublish', () => {
  const cases = [
    { failure: new S3GoneError(PLACE, '404'), told: ['gone'], kind: 'done' },
    { failure: new S3SupersededError(PLACE, '412'), told: ['superseded'], kind: 'done' },
    { failure: new S3AccessError(PLACE, '403'), told: ['incomplete'], kind: 'failed' },
  ];
  for (const { failure, told, kind } of cases) {
    it(`tells of ${told} and is ${kind} for ${failure.name}`, async () => {
      const watch = watched();
      const outcome = await scanAndPublish(failing(failure), watch.deps);
      assert.deepEqual([watch.told, outcome.kind], [told, kind]);
    });
  }
});
