// One delivery at a time has a large object: who comes second is given back or is done, and nothing is scanned twice.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HAND_ON_MS, MAX_UNCLAIMED_BYTES } from '../../../functions/scan/object-claim.ts';
import type { S3Object } from '../../../src/adapters/aws/index.ts';
import { S3GoneError, StateStoreError } from '../../../src/adapters/aws/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { hopsWorld, objectOf, scanHop } from './hops-world.ts';

const SIZE = MAX_UNCLAIMED_BYTES + 1;
const TEXT = Buffer.from(lines([connection(0)]));
const REF = { bucket: 'logs', key: 'big.ndjson', etag: 'e1', size: SIZE };
const REQUEST = { kind: 'scan', object: REF } as const;
const VERSION = { ...REF, tenant: 'default' };
const CLAIM = { owner: 'other', ruleset: 'r1', leaseMs: 60_000, hop: 1 };

/** An object that says it is large, though its text is short. */
function large(parts: Partial<S3Object> = {}): S3Object {
  return { ...objectOf(TEXT, SIZE), ...parts };
}

describe('a large object', () => {
  it('is given back where another delivery is scanning it, and nothing of it is scanned', async () => {
    const world = hopsWorld();
    await world.state.ledger.claim(VERSION, CLAIM);
    const outcome = await scanHop(world, large(), REQUEST);
    assert.equal(outcome.kind, 'failed');
    assert.match(JSON.stringify(outcome), /another delivery of it is being scanned, until 20\d\d-/);
    assert.deepEqual([world.told, world.published], [[], []]);
  });

  it('is done where another delivery has come further, or to the end', async () => {
    const world = hopsWorld();
    await world.state.ledger.claim(VERSION, CLAIM);
    await world.state.ledger.handOn(VERSION, CLAIM);
    assert.equal((await scanHop(world, large(), REQUEST)).kind, 'done');
    assert.deepEqual(world.told, ['handed-on']);
  });

  it('is claimed by what S3 says of its size, where the notification does not', async () => {
    const world = hopsWorld();
    await world.state.ledger.claim(VERSION, CLAIM);
    const unknown = { kind: 'scan', object: { bucket: 'logs', key: 'big.ndjson' } } as const;
    const outcome = await scanHop(world, { ...large(), size: undefined }, unknown);
    assert.equal(outcome.kind, 'failed');
  });

  it('is scanned by the next delivery once the lease of one that died is over', async () => {
    const world = hopsWorld();
    await world.state.ledger.claim(VERSION, CLAIM);
    world.clock.advance(CLAIM.leaseMs);
    assert.equal((await scanHop(world, large(), REQUEST)).kind, 'done');
    assert.equal(world.published.length, 1);
  });

  it('is free again at once after a scan that failed, or found it gone', async () => {
    for (const failure of [
      new Error('reset'),
      new S3GoneError({ ...REF, versionId: undefined, offset: 0 }, '404'),
    ]) {
      const world = hopsWorld();
      const broken = large({
        ...(failure instanceof S3GoneError && { failure }),
        async *open() {
          yield TEXT;
          throw failure;
        },
      });
      await scanHop(world, broken, REQUEST);
      assert.deepEqual(await world.state.ledger.claim(VERSION, CLAIM), { kind: 'claimed' });
    }
  });

  it('waits for its next hop for hours, not for ever', async () => {
    const world = hopsWorld();
    const { ledger } = world.state;
    await ledger.claim(VERSION, CLAIM);
    await ledger.handOn(VERSION, { ...CLAIM, leaseMs: HAND_ON_MS });
    world.clock.advance(HAND_ON_MS - 1);
    assert.equal((await ledger.claim(VERSION, CLAIM)).kind, 'handed-on');
    world.clock.advance(1);
    assert.equal((await ledger.claim(VERSION, CLAIM)).kind, 'claimed');
  });

  it('fails where the ledger takes no claim, and that is told', async () => {
    const world = hopsWorld();
    const claim = () => Promise.reject(new StateStoreError('UpdateItem', 'Throttled', 'no'));
    const deps = { ...world.deps, ledger: { ...world.deps.ledger, claim } };
    const outcome = await scanHop({ deps }, large(), REQUEST);
    assert.deepEqual([outcome.kind, world.told], ['failed', ['StateStoreError']]);
  });

  it('is not claimed where it is small: nobody is in anybody’s way', async () => {
    const world = hopsWorld();
    const size = MAX_UNCLAIMED_BYTES;
    await world.state.ledger.claim({ ...VERSION, size }, CLAIM);
    const small = { kind: 'scan', object: { ...REF, size } } as const;
    assert.equal((await scanHop(world, objectOf(TEXT, size), small)).kind, 'done');
    assert.equal(world.published.length, 1);
  });
});
