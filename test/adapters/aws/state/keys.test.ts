// Keys of items: nothing runs together, nothing is too long.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { partitionKey } from '../../../../src/adapters/aws/state/keys.ts';
import { runs } from '../../../support/runs.ts';
import { anyText } from '../../../support/any-text.ts';

const names = fc.array(anyText({ maxLength: 12 }), { maxLength: 3 });

/** Lone halves of characters too, which UTF-8 cannot hold. */
const units = fc
  .array(fc.constantFrom('#', '%', '~', 'a', '\ud800', '\udc00', '%23'), { maxLength: 8 })
  .map((parts) => parts.join(''));

it('gives different keys for different names', () => {
  const two = fc.tuple(units, fc.array(units, { minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(two, two, ([tenant, a], [other, b]) => {
      const isSame = JSON.stringify([tenant, a]) === JSON.stringify([other, b]);
      const keys = [partitionKey('P', tenant, a), partitionKey('P', other, b)];
      const [first, second] = keys.map((key) => Buffer.from(key).toString('hex'));
      return isSame === (first === second);
    }),
    { numRuns: runs(3_000), seed: 5 },
  );
});

it('gives keys that UTF-8 holds and DynamoDB takes, whatever the names', () => {
  fc.assert(
    fc.property(names, fc.nat({ max: 3_000 }), (parts, length) => {
      const key = partitionKey('O', 'acme', [...parts, 'é'.repeat(length)]);
      return key.isWellFormed() && Buffer.byteLength(key) <= 2_048 && key.startsWith('O#acme#');
    }),
    { numRuns: runs(300), seed: 5 },
  );
});

it('never takes a name for the hash of a long one', () => {
  const long = partitionKey('O', 'acme', ['x'.repeat(3_000)]);
  const hash = long.slice('O#acme#'.length);
  assert.match(hash, /^~[\w-]{43}$/);
  assert.notEqual(partitionKey('O', 'acme', [hash]), long);
});
