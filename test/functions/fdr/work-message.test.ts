// Messages of a feed worked off against stores: which files are scanned, and what becomes of the message.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileDeps } from '../../../functions/fdr/file-scan.ts';
import { MAX_DELIVERIES, MAX_FAILED_DELIVERIES } from '../../../functions/fdr/verdict.ts';
import {
  FdrKeysError,
  QueueError,
  S3GoneError,
  S3SupersededError,
  SecretError,
} from '../../../src/adapters/aws/index.ts';
import { fdrConnection, fdrStart } from '../../source/fdr-records.ts';
import { BUCKET, feedWorld, manifestOf, md5, objectOf, pathOf } from './world.ts';

const ATTACK = [fdrStart(), fdrConnection()].map((one) => `${JSON.stringify(one)}\n`).join('');
const QUIET = `${JSON.stringify(fdrConnection({ RemotePort: '443' }))}\n`;

describe('a manifest', () => {
  it('is removed once all its files are scanned, and what they hold is told', async () => {
    const files = { 'part-0.gz': ATTACK, 'part-1.gz': QUIET };
    const world = feedWorld(files);
    await world.work(manifestOf(files));
    assert.deepEqual(world.told, ['done data/8f1c']);
    assert.deepEqual(world.scanned, ['scanned', 'scanned']);
    assert.ok(world.published.length > 0);
    assert.deepEqual(world.queue, ['r1 removed']);
  });

  it('stays in its queue while a file of it cannot be scanned, and then has that one scanned alone', async () => {
    const files = { 'part-0.gz': ATTACK, 'part-1.gz': QUIET };
    const body = manifestOf(files);
    const world = feedWorld({ ...files, 'part-1.gz': 'forbidden' });
    await world.work(body);
    assert.deepEqual(world.queue, ['r1 hidden for 1 min']);
    assert.equal(world.told.length, 2);
    assert.match(world.told[0] ?? '', /^failed s3:.*403: no$/);
    assert.match(world.told[1] ?? '', /^again: 1 of 2 files failed: s3:/);
    world.files['part-1.gz'] = QUIET;
    const published = world.published.length;
    await world.work(body, 2);
    assert.deepEqual(world.queue.slice(1), ['r1 removed']);
    assert.deepEqual(world.scanned, ['scanned', 'scanned', 'known']);
    assert.equal(world.published.length, published);
  });

  it('is moved to the failure queue, with what failed, once it has failed for the last time', async () => {
    const files = { 'part-0.gz': ATTACK, 'part-1.gz': QUIET };
    const world = feedWorld({ 'part-0.gz': ATTACK });
    const body = manifestOf(files);
    await world.work(body, MAX_FAILED_DELIVERIES);
    assert.deepEqual(world.queue, ['r1 removed']);
    assert.equal(world.failed.length, 1);
    assert.equal(world.failed[0]?.body, body);
    assert.match(world.failed[0]?.reason ?? '', /^1 of 2 files failed: .*NotFound: no such key$/);
    assert.deepEqual(world.scanned, ['scanned']);
  });

  it('stays where it is if the failure queue does not take it', async () => {
    const world = feedWorld();
    const failures = { send: () => Promise.reject(new QueueError('SendMessage', 'Busy', 'no')) };
    await assert.rejects(world.work('{}', 1, 'crowdstrike', { failures }), { name: 'QueueError' });
    assert.deepEqual(world.queue, []);
  });

  it('comes again at once where there was no time for all of it, and begins with what is left', async () => {
    const files = { a: QUIET, b: ATTACK, c: `${QUIET} ` };
    const world = feedWorld(files);
    world.leave(2);
    await world.work(manifestOf(files));
    assert.deepEqual(world.queue, ['r1 hidden for 0 min']);
    assert.deepEqual(world.told, ['again: no time for 1 of 3 files']);
    world.leave(3);
    await world.work(manifestOf(files), 2);
    assert.deepEqual(world.scanned, ['scanned', 'scanned', 'scanned', 'known', 'known']);
    assert.deepEqual(world.queue.slice(1), ['r1 removed']);
  });

  it('has every file but those that kill their run scanned, before it is given up', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `part-${index}`);
    const killers = ['part-0', 'part-60', 'part-130'];
    const files = Object.fromEntries(names.map((name) => [name, '']));
    const world = feedWorld(files);
    const hasTime = () => {
      const last = world.looked.at(-1)?.split('/').at(-1) ?? '';
      if (killers.includes(last)) throw new RangeError('out of memory');
      return true;
    };
    for (let count = 1; count <= MAX_DELIVERIES; count++) {
      await assert.rejects(world.work(manifestOf(files), count, 'crowdstrike', { hasTime }));
      world.looked.push('another run');
    }
    const unseen = names.filter((name) => !world.looked.includes(pathOf(name)));
    assert.deepEqual(unseen, []);
  });

  it('is given up unseen where it was delivered again and again and never worked off', async () => {
    const world = feedWorld({ a: QUIET });
    await world.work(manifestOf({ a: QUIET }), MAX_DELIVERIES + 1);
    assert.deepEqual(world.looked, []);
    assert.match(world.failed[0]?.reason ?? '', /never worked off/);
    assert.deepEqual(world.queue, ['r1 removed']);
  });

  it('whose visibility the queue does not let change comes again when its time is over, and that is told', async () => {
    const world = feedWorld();
    world.refuseToHide();
    await world.work(manifestOf({ a: QUIET }));
    assert.deepEqual(world.queue, []);
    assert.match(world.told.at(-1) ?? '', /^not hidden: ChangeMessageVisibility failed/);
  });

  it('that says it has more files than it lists is kept for people, once those are scanned', async () => {
    const world = feedWorld({ a: ATTACK });
    await world.work(manifestOf({ a: ATTACK }, { fileCount: 2 }));
    assert.deepEqual(world.scanned, ['scanned']);
    assert.match(world.failed[0]?.reason ?? '', /^fileCount is 2, and it lists 1/);
    assert.deepEqual(world.queue, ['r1 removed']);
  });

  it('of another bucket, or that is none, is kept for people, and nothing is read for it', async () => {
    for (const body of [manifestOf({ a: ATTACK }, { bucket: 'other' }), 'hello']) {
      const world = feedWorld({ a: ATTACK });
      await world.work(body);
      assert.deepEqual([world.looked, world.queue], [[], ['r1 removed']]);
      assert.equal(world.failed[0]?.body, body);
    }
  });

  it('goes to people with a reason that SQS takes, whatever its keys are', async () => {
    const world = feedWorld();
    await world.work(manifestOf({}, { bucket: '\u0007\u001b[31m\ufffe' }));
    assert.match(world.failed[0]?.reason ?? '', /^[\x20-\x7e]+$/);
  });
});

describe('a file', () => {
  it('is passed over outside the feed’s prefixes, and without bytes', async () => {
    const world = feedWorld({ _SUCCESS: '' });
    const other = [{ path: 'other/x.gz', size: 9 }, { path: pathOf('_SUCCESS') }];
    await world.work(manifestOf({}, { files: other, fileCount: 2 }));
    assert.deepEqual(world.told, [
      `passed s3://${BUCKET}/other/x.gz: not-configured`,
      `passed s3://${BUCKET}/data/8f1c/_SUCCESS: empty`,
      'done data/8f1c',
    ]);
    assert.deepEqual(world.looked, [pathOf('_SUCCESS')]);
  });

  it('is scanned as the entry of the bucket that its key belongs to: that says whose it is', async () => {
    const world = feedWorld({ a: ATTACK });
    const tenants: string[] = [];
    const files: FileDeps = {
      ...world.deps.files,
      sources: [
        { bucket: BUCKET, prefixes: ['fdr/'], tenant: 'one' },
        { bucket: BUCKET, prefixes: ['data/'], suffix: 'a', tenant: 'two' },
      ],
      scan: async ({ source }) => {
        tenants.push(source.tenant);
        return { kind: 'done' };
      },
    };
    await world.work(manifestOf({ a: ATTACK, b: ATTACK }), 1, 'crowdstrike', { files });
    assert.deepEqual(tenants, ['two']);
    assert.deepEqual(world.told, [
      `passed s3://${BUCKET}/data/8f1c/b: not-configured`,
      'done data/8f1c',
    ]);
  });

  it('that is not as the manifest says is scanned as S3 has it, and that is told', async () => {
    const sizes = feedWorld({ a: ATTACK });
    await sizes.work(manifestOf({ a: `${ATTACK} ` }));
    const size = ATTACK.length;
    assert.deepEqual(sizes.told, [
      `mismatched s3://${BUCKET}/data/8f1c/a: S3 has ${size} bytes, the manifest says ${size + 1}`,
      'done data/8f1c',
    ]);
    const sums = feedWorld({ a: ATTACK });
    const files = [{ path: pathOf('a'), size, checksum: md5('x') }];
    await sums.work(manifestOf({}, { files, fileCount: 1 }));
    assert.match(
      sums.told[0] ?? '',
      /^mismatched .*S3 has the MD5 \w{32}, the manifest says \w{32}$/,
    );
    assert.deepEqual([...sizes.scanned, ...sums.scanned], ['scanned', 'scanned']);
  });

  it('whose checksum is no MD5 is not compared', async () => {
    const world = feedWorld({ a: ATTACK });
    const files = [{ path: pathOf('a'), size: ATTACK.length, checksum: 'crc32c:00' }];
    await world.work(manifestOf({}, { files, fileCount: 1 }));
    assert.deepEqual(world.told, ['done data/8f1c']);
  });

  it('that brings a bug to light fails alone', async () => {
    const world = feedWorld({ a: 'crash', b: ATTACK });
    await world.work(manifestOf({ a: 'crash', b: ATTACK }));
    assert.deepEqual(world.scanned, ['scanned']);
    assert.deepEqual(world.told.slice(0, 1), ['crashed']);
    assert.deepEqual(world.queue, ['r1 hidden for 1 min']);
  });

  for (const [what, error] of [
    ['whose key cannot be read', new SecretError('arn', 'InternalServiceError', 'no')],
    ['whose key is none', new FdrKeysError('arn', 'is no JSON object')],
    ['for which the run has no time left', new DOMException('no', 'TimeoutError')],
  ] as const) {
    it(`${what} fails, and is no bug`, async () => {
      const world = feedWorld({ a: ATTACK });
      const files = { ...world.deps.files, look: () => Promise.reject(error) };
      await world.work(manifestOf({ a: ATTACK }), 1, 'crowdstrike', { files });
      assert.equal(world.told[0], `failed s3://${BUCKET}/data/8f1c/a: ${error.message}`);
      assert.deepEqual(world.queue, ['r1 hidden for 1 min']);
    });
  }

  const place = { bucket: BUCKET, key: 'a', versionId: undefined, offset: 0 };
  for (const failure of [new S3GoneError(place, '404'), new S3SupersededError(place, '412')]) {
    it(`that is ${failure.name} when it is read was not scanned: nobody else is told of it`, async () => {
      const world = feedWorld({ a: ATTACK });
      const look: FileDeps['look'] = async () => ({
        head: { etag: 'e1', size: 9, md5: undefined },
        object: (ref) => objectOf(Buffer.from(''), ref, failure),
      });
      const files = { ...world.deps.files, look };
      await world.work(manifestOf({ a: ATTACK }), 1, 'crowdstrike', { files });
      assert.deepEqual(world.queue, ['r1 hidden for 1 min']);
      assert.match(world.told.at(-1) ?? '', /^again: 1 of 1 files failed/);
    });
  }
});

describe('the rest of a large file', () => {
  const LARGE = ATTACK + QUIET.repeat(3_000);
  const files = { big: LARGE };

  /** Its time is over at once: the rest is asked for by our own queue. */
  async function begun() {
    const world = feedWorld(files);
    const fileTime = () => ({ isOver: () => true, isStopped: () => false, leaseMs: 60_000 });
    await world.work(manifestOf(files), 1, 'crowdstrike', { fileTime });
    return world;
  }

  it('goes on by our own queue, and the manifest is done', async () => {
    const world = await begun();
    assert.deepEqual(world.queue, ['r1 removed']);
    assert.deepEqual([world.sent.length, world.scanned.at(-1)], [1, 'hop 1']);
    await world.work(world.sent[0] ?? '', 1, 'own');
    assert.deepEqual(world.queue, ['r1 removed', 'r1 removed']);
    assert.equal(world.scanned.at(-1), 'scanned');
    const version = { tenant: 'default', bucket: BUCKET, key: pathOf('big') };
    const entry = await world.state.ledger.read({
      ...version,
      etag: md5(LARGE),
      size: LARGE.length,
    });
    assert.equal(entry?.counts.records, 3_002);
  });

  it('is asked for by our own queue alone: in CrowdStrike’s it is no manifest', async () => {
    const world = await begun();
    await world.work(world.sent[0] ?? '');
    assert.match(world.failed[0]?.reason ?? '', /^the message has no bucket/);
    assert.equal(world.looked.length, 1);
  });

  it('of another bucket fails, and is given up after the last delivery', async () => {
    const world = await begun();
    const rest = JSON.parse(world.sent[0] ?? '');
    const body = JSON.stringify({ ...rest, object: { ...rest.object, bucket: 'other' } });
    await world.work(body, 1, 'own');
    await world.work(body, MAX_FAILED_DELIVERIES, 'own');
    await world.work(body, MAX_FAILED_DELIVERIES + 1, 'own');
    assert.equal(world.looked.length, 1);
    assert.deepEqual(
      world.failed.map(({ reason }) => reason.slice(0, 30)),
      ['1 of 1 files failed: s3://othe', 'it was delivered 6 times and n'],
    );
  });

  it('that cannot be read is given up with what is wrong', async () => {
    const world = await begun();
    const body = JSON.stringify({ ...JSON.parse(world.sent[0] ?? ''), hop: 1 });
    await world.work(body, 1, 'own');
    assert.match(world.failed[0]?.reason ?? '', /hop is 1; expected 2 to 20/);
  });

  it('and manifests that were sent back are both taken from our own queue', async () => {
    const world = feedWorld({ a: ATTACK });
    await world.work(manifestOf({ a: ATTACK }), 1, 'own');
    assert.deepEqual([world.told, world.queue], [['done data/8f1c'], ['r1 removed']]);
  });
});
