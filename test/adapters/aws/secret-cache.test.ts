// A secret is asked for seldom, and known for a while where the store does not answer.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createSecretCache,
  SECRET_REREAD_MS,
  SECRET_STALE_MS,
  SECRET_TTL_MS,
} from '../../../src/adapters/aws/index.ts';
import { createSetClock } from '../../support/set-clock.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCdEf';

/** A store that holds `text`, or fails where that is undefined. */
function setUp(text: string | undefined) {
  const clock = createSetClock();
  const store = { text, reads: 0 };
  const cache = createSecretCache(
    {
      read: async (arn) => {
        store.reads++;
        if (store.text === undefined) throw new Error('no answer');
        return `${arn === ARN ? '' : 'another: '}${store.text}`;
      },
    },
    clock,
  );
  return { clock, store, cache, secret: cache(ARN) };
}

describe('the cache of secrets', () => {
  it('reads a secret once in five minutes, whoever asks', async () => {
    const { clock, store, cache, secret } = setUp('a');
    assert.deepEqual(await Promise.all([secret.current(), cache(ARN).current()]), ['a', 'a']);
    store.text = 'b';
    clock.advance(SECRET_TTL_MS - 1);
    assert.equal(await secret.current(), 'a');
    assert.equal(store.reads, 1);
    clock.advance(1);
    assert.equal(await cache(ARN).current(), 'b');
    assert.equal(store.reads, 2);
  });

  it('keeps secrets apart', async () => {
    const { cache, secret } = setUp('a');
    assert.equal(await secret.current(), 'a');
    assert.equal(await cache(`${ARN}-2`).current(), 'another: a');
  });

  it('gives the last text for an hour while the store does not answer, asking twice a minute', async () => {
    const { clock, store, secret } = setUp('a');
    await secret.current();
    store.text = undefined;
    clock.advance(SECRET_TTL_MS);
    for (let time = 0; time < 4; time++) {
      assert.equal(await secret.current(), 'a');
      clock.advance(SECRET_REREAD_MS / 2);
    }
    assert.equal(store.reads, 3);
    clock.advance(SECRET_STALE_MS);
    await assert.rejects(secret.current(), /no answer/);
    store.text = 'b';
    assert.equal(await secret.current(), 'b');
  });

  it('rejects, and keeps no failure, where nothing is known', async () => {
    const { store, secret } = setUp(undefined);
    await assert.rejects(secret.current(), /no answer/);
    store.text = 'a';
    assert.equal(await secret.current(), 'a');
  });

  it('reads again for whom the text was refused, but not more often than twice a minute', async () => {
    const { clock, store, secret } = setUp('a');
    await secret.current();
    store.text = 'b';
    assert.deepEqual([await secret.renewed(), await secret.current()], ['b', 'b']);
    store.text = 'c';
    assert.equal(await secret.renewed(), 'b');
    assert.equal(store.reads, 2);
    clock.advance(SECRET_REREAD_MS);
    assert.equal(await secret.renewed(), 'c');
  });

  it('says where the text cannot be read again, and still has the old one', async () => {
    const { store, secret } = setUp('a');
    await secret.current();
    store.text = undefined;
    await assert.rejects(secret.renewed(), /no answer/);
    assert.equal(await secret.current(), 'a');
  });
});
