// A large object in hops, each an invocation of its own: findings, counts and ids are those of one pass, whatever is redelivered.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import { connection, lines } from '../../cli/samples.ts';
import {
  entryOf,
  findingsOf,
  hopsWorld,
  nextHop,
  objectOf,
  refOf,
  type ScanRequest,
  scanHop,
} from './hops-world.ts';

/** Four processes in turn, and lines that are no record. */
const RECORDS = Array.from({ length: 160 }, (_, index) =>
  index % 9 === 4
    ? 'no record'
    : connection(index, {
        ProcessGuid: `{313fa531-4300-5f91-ae04-00000000040${index % 4}}`,
        DestinationIp: `198.51.100.${index % 40}`,
      }),
);
const TEXT = Buffer.from(lines(RECORDS));
const THIRD = Math.floor(TEXT.length / 3);
const ARRAY = Buffer.from(`[${RECORDS.filter((record) => record.startsWith('{')).join(',')}]`);

const OBJECTS = [
  ['plain', TEXT],
  [
    'gzip of three members',
    Buffer.concat(
      [TEXT.subarray(0, THIRD), TEXT.subarray(THIRD, 2 * THIRD), TEXT.subarray(2 * THIRD)].map(
        (part) => gzipSync(part),
      ),
    ),
  ],
  ['gzip of one member', gzipSync(TEXT)],
  ['an array', ARRAY],
] as const;

type World = ReturnType<typeof hopsWorld>;

/** Scans to the end; each hop is left at the `batches`th place, and scanned `times` times. */
async function scanAll(world: World, bytes: Uint8Array, batches: number, times = 1) {
  let request: ScanRequest = { kind: 'scan', object: refOf(bytes) };
  for (let hops = 1; ; hops++) {
    world.sent.length = 0;
    for (let time = 0; time < times; time++) {
      const outcome = await scanHop(world, objectOf(bytes), request, batches);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    }
    if (world.sent.length === 0) return hops;
    request = nextHop(world);
  }
}

describe('an object scanned in hops', () => {
  for (const [name, bytes] of OBJECTS) {
    it(`gives as ${name} the findings, counts and ids of one pass, and its entry in the ledger`, async () => {
      const whole = hopsWorld();
      assert.equal(await scanAll(whole, bytes, Number.POSITIVE_INFINITY), 1);
      const expected = await entryOf(whole, bytes);
      assert.ok(expected !== undefined && expected.findings >= 4 && expected.counts.records > 100);
      const inHops = hopsWorld();
      const hops = await scanAll(inHops, bytes, 4);
      assert.ok(hops >= 3, `${hops} hops`);
      assert.deepEqual(await entryOf(inHops, bytes), expected);
      assert.deepEqual(await findingsOf(inHops), await findingsOf(whole));
      assert.deepEqual(inHops.published.toSorted(), whole.published.toSorted(), 'each once');
    });
  }

  it('loses and doubles nothing where every hop is delivered again, and publishes each finding once', async () => {
    const whole = hopsWorld();
    await scanAll(whole, TEXT, Number.POSITIVE_INFINITY);
    const again = hopsWorld();
    await scanAll(again, TEXT, 6, 2);
    assert.deepEqual(await findingsOf(again), await findingsOf(whole));
    assert.deepEqual(again.published.toSorted(), whole.published.toSorted());
    const { counts, findings } = (await entryOf(again, TEXT)) ?? {};
    assert.deepEqual([counts, findings], [(await entryOf(whole, TEXT))?.counts, 4 + 4]);
  });

  it('counts a finding with more matches than are kept one by one as one pass does', async () => {
    const many = Buffer.from(lines(Array.from({ length: 1_050 }, (_, index) => connection(index))));
    const whole = hopsWorld();
    await scanAll(whole, many, Number.POSITIVE_INFINITY);
    const inHops = hopsWorld();
    assert.ok((await scanAll(inHops, many, 15, 2)) >= 3);
    const counted = async (world: World) =>
      (await findingsOf(world)).map(({ id, count, isCountExact }) => [id, count, isCountExact]);
    assert.deepEqual(await counted(inHops), await counted(whole));
    assert.deepEqual(
      (await counted(inHops)).map(([, ...count]) => count),
      [
        [1_000, false],
        [1_000, false],
      ],
    );
  });

  it('goes on where another hop of the same number broke off elsewhere', async () => {
    const whole = hopsWorld();
    await scanAll(whole, TEXT, Number.POSITIVE_INFINITY);
    const world = hopsWorld();
    const first: ScanRequest = { kind: 'scan', object: refOf(TEXT) };
    await scanHop(world, objectOf(TEXT), first, 4);
    const short = nextHop(world);
    await scanHop(world, objectOf(TEXT), first, 9);
    const long = nextHop(world);
    await scanHop(world, objectOf(TEXT), long);
    assert.deepEqual((await entryOf(world, TEXT))?.counts, (await entryOf(whole, TEXT))?.counts);
    await scanHop(world, objectOf(TEXT), short);
    assert.equal(world.told.at(-1), 'known');
    assert.deepEqual(await findingsOf(world), await findingsOf(whole));
  });

  it('does not begin a hop from which the scan went on already', async () => {
    const world = hopsWorld();
    await scanHop(world, objectOf(TEXT), { kind: 'scan', object: refOf(TEXT) }, 4);
    const second = nextHop(world);
    await scanHop(world, objectOf(TEXT), second, 4);
    const outcome = await scanHop(world, objectOf(TEXT), second, 4);
    assert.deepEqual(
      [outcome.kind, world.told.at(-1), world.sent.length],
      ['done', 'handed-on', 2],
    );
  });

  it('begins again with other rules, so that the ledger tells of no mixture', async () => {
    const world = hopsWorld();
    await scanHop(world, objectOf(TEXT), { kind: 'scan', object: refOf(TEXT) }, 4);
    const edited = { ...world, deps: { ...world.deps, ruleset: 'r2' } };
    await scanHop(edited, objectOf(TEXT), nextHop(world));
    const entry = await entryOf(world, TEXT);
    assert.deepEqual([entry?.ruleset, entry?.counts.records], ['r2', RECORDS.length]);
  });

  it('is not gone on with for another tenant', async () => {
    const world = hopsWorld();
    await scanHop(world, objectOf(TEXT), { kind: 'scan', object: refOf(TEXT) }, 4);
    const other = { ...world, deps: { ...world.deps, tenant: 'other' } };
    const outcome = await scanHop(other, objectOf(TEXT), nextHop(world));
    assert.match(JSON.stringify(outcome), /tenant default's, this is other/);
  });

  it('fails where the queue does not take what is left, with what was found kept', async () => {
    const world = hopsWorld();
    const { QueueError } = await import('../../../src/adapters/aws/index.ts');
    const send = () => Promise.reject(new QueueError('SendMessage', 'AccessDenied', 'no'));
    const broken = { ...world, deps: { ...world.deps, queue: { send } } };
    const request: ScanRequest = { kind: 'scan', object: refOf(TEXT) };
    const outcome = await scanHop(broken, objectOf(TEXT), request, 4);
    assert.match(JSON.stringify(outcome), /incomplete: SendMessage failed: AccessDenied/);
    assert.ok(world.published.length > 0);
    assert.equal(await entryOf(world, TEXT), undefined);
  });

  it('fails where the time ran out and there is no queue to go on by, and says how far it came', async () => {
    const world = hopsWorld();
    const cut = {
      ...objectOf(TEXT),
      async *open() {
        yield TEXT.subarray(0, THIRD);
        throw new Error('aborted');
      },
    };
    const time = { isStopped: () => true, leaseMs: 60_000 };
    const outcome = await scanAndPublish(cut, refOf(TEXT), world.deps, { time });
    assert.match(
      JSON.stringify(outcome),
      /incomplete: the time ran out after \d+ bytes as stored; without a queue nothing goes on with it: READ_FAILED/,
    );
    assert.ok(world.published.length > 0);
  });

  it('is given up after 20 hops, and says how far it came', async () => {
    const world = hopsWorld();
    await scanHop(world, objectOf(TEXT), { kind: 'scan', object: refOf(TEXT) }, 1);
    const { object, continuation } = nextHop(world);
    assert.ok(continuation !== undefined);
    const last: ScanRequest = { kind: 'scan', object, continuation: { ...continuation, hop: 20 } };
    const outcome = await scanHop(world, objectOf(TEXT), last, 1);
    assert.match(
      JSON.stringify(outcome),
      /incomplete: not done after 20 hops, the most there are: \d+ of \d+ bytes \(\d+ %\) read/,
    );
    assert.match(world.told.at(-1) ?? '', /^incomplete: not done after 20 hops/);
    assert.equal(world.sent.length, 1);
    assert.ok(world.published.length > 0, 'what was found is kept and published');
  });
});
