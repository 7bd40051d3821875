// What a run takes: each price named, bounds in order, and a second reading where a sample says so.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeReplayCosts } from '../../scripts/cost/describe-replay-costs.ts';
import { readCostData } from '../../scripts/cost/figures.ts';
import {
  type Estimated,
  BATCH,
  estimatePlan,
  itemsPerBatch,
  needsRestore,
  type Sampled,
} from '../../src/replay/index.ts';
import { readFileSync } from 'node:fs';

const SAMPLE: Sampled = {
  ...{ objects: 4, whole: 4, storedBytes: 4_000, rawBytes: 40_000, records: 40 },
  ...{ perSource: { sysmon: 40 }, held: 0, findings: 2 },
};

function given(more: Partial<Estimated> = {}): Estimated {
  return {
    ...{ objects: 1_000, bytes: 1e6, byStorageClass: { STANDARD: { objects: 1_000, bytes: 1e6 } } },
    ...{ listRequests: 1, sample: SAMPLE, place: 'aws', isInS3: true },
    ...more,
  };
}

describe('an estimate', () => {
  it('scales what was sampled by the bytes as stored', () => {
    const { records, rawBytes, sampled } = estimatePlan(given());
    assert.deepEqual([records, rawBytes, sampled], [10_000, 1e7, 4]);
  });

  it('reads twice where something was held, once where all was seen, else as is likely', () => {
    const passes = (more: Partial<Estimated>) => estimatePlan(given(more)).passes;
    assert.equal(passes({ sample: { ...SAMPLE, held: 1 } }), 2);
    assert.equal(passes({ objects: 4 }), 1);
    assert.ok(passes({}) > 1.9 && passes({}) < 2);
    assert.equal(passes({ objects: 0, bytes: 0, sample: undefined }), 1);
  });

  it('sums lines whose bounds are in order', () => {
    const { lines, lowUsd, highUsd } = estimatePlan(given());
    for (const line of lines) {
      const expected = line.quantity * line.usdPerUnit;
      assert.ok(line.lowUsd <= expected && expected <= line.highUsd, line.what);
    }
    assert.equal(
      lowUsd,
      lines.reduce((sum, line) => sum + line.lowUsd, 0),
    );
    assert.equal(
      highUsd,
      lines.reduce((sum, line) => sum + line.highUsd, 0),
    );
  });

  it('has requests and transfer alone on one machine, and retrieval by class', () => {
    const cold = { GLACIER_IR: { objects: 10, bytes: 2 ** 30 } };
    const sample = { ...SAMPLE, held: 1 };
    const { lines } = estimatePlan(
      given({ place: 'here', objects: 10, byStorageClass: cold, sample }),
    );
    assert.deepEqual(
      lines.map(({ what, quantity }) => [what, Math.round(quantity * 1_000) / 1_000]),
      [
        ['S3 LIST', 1],
        ['S3 GET GLACIER_IR', 20],
        ['S3 retrieval GLACIER_IR', 2],
        ['transfer out of AWS', 0.002],
      ],
    );
  });

  it('counts on AWS the batches that the state machine is told to make, their files and its own steps', () => {
    const large = { objects: 1_000, bytes: 1_000 * 16 * 2 ** 20 };
    assert.equal(itemsPerBatch(large), 16);
    const sample = { ...SAMPLE, held: 1, findings: 0 };
    const { lines } = estimatePlan(given({ ...large, byStorageClass: {}, sample }));
    const of = (name: string) => lines.find(({ what }) => what === name)?.quantity;
    // 63 batches a pass.
    assert.equal(of('S3 GET'), 2 * (1_000 + 4 * 63));
    assert.equal(of('Lambda requests'), 2 * 63 + 5);
    assert.equal(of('Step Functions'), 2 * 63 + 12);
    assert.equal(of('S3 PUT'), 2 * 63 + 9);
  });

  it('has batches of at most 200 objects, and of one where that alone is more than a batch', () => {
    assert.equal(itemsPerBatch({ objects: 1_000_000, bytes: 1_000_000 }), BATCH.objects);
    assert.equal(itemsPerBatch({ objects: 3, bytes: 2 ** 40 }), 1);
    assert.equal(itemsPerBatch({ objects: 0, bytes: 0 }), BATCH.objects);
  });

  it('costs nothing where the files are here', () => {
    assert.deepEqual(estimatePlan(given({ isInS3: false })).lines, []);
  });

  it('has the prices of the price list', () => {
    const written = readFileSync('src/replay/cost-data.ts', 'utf8');
    const message = 'run `node scripts/run.mjs scripts/gen-docs.ts`';
    assert.equal(written, describeReplayCosts(readCostData()), message);
  });

  it('knows what can be read as it is', () => {
    assert.ok(needsRestore({ storageClass: 'DEEP_ARCHIVE' }));
    assert.ok(needsRestore({ storageClass: 'INTELLIGENT_TIERING', tier: 'ARCHIVE' }));
    assert.ok(!needsRestore({ storageClass: 'GLACIER', isRestored: true }));
    assert.ok(!needsRestore({ storageClass: 'GLACIER_IR' }));
  });
});
