// Whatever the sizes: batches hold every parcel once, in order, within both limits.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { packBatches } from '../../../src/adapters/aws/sns-batches.ts';
import { toParcel } from '../../../src/adapters/aws/sns-entry.ts';
import { MAX_MESSAGE_BYTES } from '../../../src/model/index.ts';

const sizes = fc.array(
  fc.oneof(fc.nat({ max: 100 }), fc.integer({ min: 20_000, max: MAX_MESSAGE_BYTES })),
  { maxLength: 40 },
);

it('packs every parcel once, in order, within ten entries and 256 KiB, and no two batches that fit one', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      const parcels = list.map((bytes, index) => ({
        ...toParcel({ id: 'f', body: '', attributes: {} }, index),
        bytes,
      }));
      const batches = packBatches(parcels);
      assert.deepEqual(batches.flat(), parcels);
      for (const [index, batch] of batches.entries()) {
        assert.ok(batch.length > 0 && batch.length <= 10);
        const bytes = batch.reduce((sum, parcel) => sum + parcel.bytes, 0);
        assert.ok(bytes <= MAX_MESSAGE_BYTES);
        const next = batches[index + 1]?.[0];
        assert.ok(
          next === undefined || batch.length === 10 || bytes + next.bytes > MAX_MESSAGE_BYTES,
        );
      }
    }),
  );
});
