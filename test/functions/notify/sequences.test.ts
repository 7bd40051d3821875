// Messages of an alert in any order, twice, with any outcomes, and with the invocation killed anywhere: each revision is
// posted once, but where the destination may have had it or the kill fell between post and ledger; and none behind a newer one.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { deliver } from '../../../functions/notify/deliver.ts';
import type { DeliveryDeps } from '../../../functions/notify/delivery-deps.ts';
import type { PostOutcome } from '../../../src/ports/index.ts';
import { MINUTE_MS } from '../../support/set-clock.ts';
import { BUSY, createWorld, LEASE_MS, messageOf, POSTED, STALLED } from './world.ts';
import { runs } from '../../support/runs.ts';

const EVENTS = ['opened', 'raised', 'raised', 'closed', 'resolved'] as const;
const MESSAGES = EVENTS.map((event, revision) => messageOf({ event, revision }));

/** One invocation with some of the messages at once; it is killed at its nth call of the world, or never. */
interface Step {
  readonly messages: readonly number[];
  readonly killedAt: number | undefined;
  readonly waitMs: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    messages: fc.array(fc.nat({ max: EVENTS.length - 1 }), { minLength: 1, maxLength: 3 }),
    killedAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    waitMs: fc.constantFrom(0, MINUTE_MS, 3 * MINUTE_MS),
  }),
  { maxLength: 12 },
);
const outcomes = fc.array(fc.constantFrom<PostOutcome>(POSTED, BUSY, STALLED), { maxLength: 12 });

/** From its nth call on, nothing is answered any more: what was asked for in that call was done, or was not. */
function killable(
  deps: DeliveryDeps,
  killedAt: number | undefined,
  isKilledAfter: boolean,
): DeliveryDeps {
  let calls = 0;
  const through = async <T>(call: () => Promise<T>): Promise<T> => {
    calls++;
    if (killedAt === undefined || calls < killedAt) return call();
    if (calls === killedAt && isKilledAfter) await call();
    throw new Error('killed');
  };
  const { ledger, destination, held } = deps;
  return {
    ...deps,
    ledger: {
      claim: (delivery, terms) => through(() => ledger.claim(delivery, terms)),
      posted: (delivery) => through(() => ledger.posted(delivery)),
      release: (delivery, owner) => through(() => ledger.release(delivery, owner)),
    },
    destination: { post: (body) => through(() => destination.post(body)) },
    held: { hide: (handle, forMs) => through(() => held.hide(handle, forMs)) },
  };
}

/** What was posted, or tried to be, as revisions. */
function revisionsOf(posts: readonly string[]): readonly number[] {
  return posts.map(Number);
}

type World = ReturnType<typeof createWorld>;

async function isDone(index: number, deps: DeliveryDeps): Promise<boolean> {
  const message = MESSAGES[index];
  assert.ok(message !== undefined);
  return (await deliver(message, LEASE_MS, deps)) === 'done';
}

/** Plays the steps; gives what is still in the queue, and how many posts a kill may have left unknown to the ledger. */
async function play(world: World, played: readonly Step[], isKilledAfter: boolean) {
  const waiting = new Set(MESSAGES.keys());
  let open = 0;
  for (const { messages, killedAt, waitMs } of played) {
    const deps = killable(world.deps, killedAt, isKilledAfter);
    const before = world.posts.length;
    const fates = await Promise.allSettled(messages.map((index) => isDone(index, deps)));
    // A killed invocation deletes nothing: all its messages are delivered again.
    if (killedAt !== undefined) open += world.posts.length - before;
    for (const [at, fate] of fates.entries()) {
      const isDeleted = killedAt === undefined && fate.status === 'fulfilled' && fate.value;
      if (isDeleted) waiting.delete(messages[at] ?? -1);
    }
    world.clock.advance(waitMs);
  }
  return { waiting, open };
}

async function drain(world: World, waiting: Set<number>): Promise<void> {
  for (let round = 0; waiting.size > 0; round++) {
    assert.ok(round < 40, 'what is left is posted at last');
    for (const index of [...waiting]) if (await isDone(index, world.deps)) waiting.delete(index);
    world.clock.advance(3 * MINUTE_MS);
  }
}

it('posts each revision once, in order, whatever happens on the way', async () => {
  await fc.assert(
    fc.asyncProperty(steps, outcomes, fc.boolean(), async (played, script, isKilledAfter) => {
      const world = createWorld(script);
      // What is rendered is not in question here.
      const render: DeliveryDeps['render'] = (message) =>
        'alert' in message ? String(message.alert.revision) : undefined;
      Object.assign(world.deps, { render });
      const { waiting, open } = await play(world, played, isKilledAfter);
      await drain(world, waiting);
      const revisions = revisionsOf(world.posts);
      const repeated = revisions.length - new Set(revisions).size;
      const retried = world.names().filter((name) => name === 'retried').length;
      assert.ok(repeated <= retried + open, `${revisions}: ${repeated} > ${retried} + ${open}`);
      const known = world.counted.flatMap(({ name, revision = -1 }) =>
        name === 'posted' ? [revision] : [],
      );
      // What the ledger knows of only rises: nothing older is posted behind it.
      if (open === 0) assert.deepEqual(known, [...new Set(known)].toSorted());
      assert.equal(known.at(-1), EVENTS.length - 1);
      assert.deepEqual(world.buried, []);
    }),
    { seed: 20_261_120, numRuns: runs(120) },
  );
});
