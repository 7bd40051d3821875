// A Node that has neither: nothing is scanned, streams are used, and the same is found.

import './no-simd.ts';
import './no-handle.ts';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CAN_BE_DRIVEN } from '../../../src/decode/direct-inflater.ts';
import { takeMachine } from '../../../src/decode/line-machine.ts';
import { scansAlike } from './scans-alike.ts';

it('the same is found where lines are not scanned, and chunks are not decompressed in place', async () => {
  assert.equal(takeMachine(), undefined);
  assert.ok(!CAN_BE_DRIVEN);
  await scansAlike();
});
