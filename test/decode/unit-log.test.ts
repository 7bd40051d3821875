// Members are noted for whoever may go on with an object, and for nobody else: an object may have millions.

import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decodeObject } from '../../src/decode/index.ts';
import { UnitLog } from '../../src/decode/unit-log.ts';

async function noted(options: { readonly tellsPositions?: boolean }): Promise<number> {
  const begin = mock.method(UnitLog.prototype, 'begin');
  const member = gzipSync('{"a":1}\n');
  async function* source() {
    yield Buffer.concat([member, member, member]);
  }
  for await (const item of decodeObject(source(), options)) void item;
  begin.mock.restore();
  return begin.mock.callCount();
}

it('notes members where positions are told, and none where they are not', async () => {
  assert.deepEqual([await noted({ tellsPositions: true }), await noted({})], [3, 0]);
});

it('forgets members behind which nothing begins any more', () => {
  const units = new UnitLog();
  for (const at of [0, 10, 20]) units.begin(at, 2 * at);
  assert.deepEqual(units.reach(30), { storedOffset: 10, unitOffset: 20 });
  assert.equal(units.reach(10), undefined);
});
