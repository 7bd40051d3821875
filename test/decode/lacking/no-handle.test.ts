// A Node whose zlib is not as is expected: its streams are used, and the same is found.

import './no-handle.ts';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CAN_BE_DRIVEN } from '../../../src/decode/direct-inflater.ts';
import { scansAlike } from './scans-alike.ts';

it('the same is found where chunks cannot be decompressed in place', async () => {
  assert.ok(!CAN_BE_DRIVEN);
  await scansAlike();
});
