// A scan in hops that is killed at any of its calls, before or behind it → delivered again, it gives what one pass gives.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ObjectDeps } from '../../../functions/scan/scan-and-publish.ts';
import { changedFindings } from '../../../src/deliver/index.ts';
import { settleOutbox } from '../../../src/pipeline/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { MINUTE_MS } from '../../support/set-clock.ts';
import {
  entryOf,
  findingsOf,
  hopsWorld,
  objectOf,
  refOf,
  requestIn,
  type ScanRequest,
  scanHop,
} from './hops-world.ts';

const TEXT = Buffer.from(
  lines(
    Array.from({ length: 24 }, (_, index) =>
      connection(index, { ProcessGuid: `{313fa531-4300-5f91-ae04-00000000040${index % 2}}` }),
    ),
  ),
);
/** Places at which the object may be left, so that there are three hops. */
const BATCHES = 12;
/** The visibility timeout of the queue. */
const HIDDEN_MS = 15 * MINUTE_MS;

type World = ReturnType<typeof hopsWorld>;
type Kill = { readonly call: number; readonly isDone: boolean };

/** The deps of one run, which dies at a call: then nothing it does has any effect, as giving back a claim. */
function dyingDeps({ deps }: World, kill: Kill | undefined, calls: { count: number }): ObjectDeps {
  let isDead = false;
  const guarded =
    <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls.count++;
      if (isDead) throw new Error('killed');
      if (calls.count !== kill?.call) return await call(...given);
      isDead = true;
      if (kill.isDone) await call(...given);
      throw new Error('killed');
    };
  const { ledger, outbox, queue } = deps;
  const { findings, sink } = outbox;
  return {
    ...deps,
    ledger: {
      ...ledger,
      read: guarded(ledger.read),
      claim: guarded(ledger.claim),
      handOn: guarded(ledger.handOn),
      release: guarded(ledger.release),
      complete: guarded(ledger.complete),
    },
    queue: queue && { send: guarded(queue.send) },
    outbox: {
      ...outbox,
      sink: { publish: guarded(sink.publish) },
      findings: changedFindings(findings, {
        record: guarded(findings.record.bind(findings)),
        sent: guarded(findings.sent.bind(findings)),
        dropped: guarded(findings.dropped.bind(findings)),
      }),
    },
  };
}

/** Delivers until nothing is left; what failed comes again after the visibility timeout. Gives how many calls were made. */
async function deliverAll(world: World, kill: Kill | undefined): Promise<number> {
  const calls = { count: 0 };
  const waiting: ScanRequest[] = [{ kind: 'scan', object: refOf(TEXT) }];
  for (let delivery = 0; waiting.length > 0; delivery++) {
    assert.ok(delivery < 20, 'comes to an end');
    const [request] = waiting;
    if (request === undefined) break;
    const deps = dyingDeps(world, kill, calls);
    const isDone = await scanHop({ deps }, objectOf(TEXT), request, BATCHES).then(
      ({ kind }) => kind === 'done',
      () => false,
    );
    if (isDone) waiting.shift();
    // Behind what failed: whatever the run had sent may come before its own message does.
    else waiting.push(...waiting.splice(0, 1));
    for (const body of world.sent.splice(0)) {
      const next = requestIn(body);
      assert.ok(next.kind === 'scan');
      waiting.unshift(next);
    }
    if (!isDone) world.clock.advance(HIDDEN_MS);
  }
  world.clock.advance(HIDDEN_MS);
  await settleOutbox(world.clock.nowMs(), world.deps.outbox, { owner: 'settle', leaseMs: 1_000 });
  return calls.count;
}

it('loses and doubles nothing wherever it is killed, and the ledger has the whole', async () => {
  const whole = hopsWorld();
  const calls = await deliverAll(whole, undefined);
  assert.deepEqual(whole.told, ['scanned', 'hop 1', 'scanned', 'hop 2', 'scanned']);
  const entry = await entryOf(whole, TEXT);
  const findings = await findingsOf(whole);
  assert.ok(entry !== undefined);
  assert.ok(findings.length >= 2 && calls >= 15, `${findings.length} ${calls}`);
  for (let call = 1; call <= calls; call++) {
    for (const isDone of [false, true]) {
      const world = hopsWorld();
      await deliverAll(world, { call, isDone });
      const where = `killed ${isDone ? 'behind' : 'before'} call ${call}`;
      const { counts, findings: had } = (await entryOf(world, TEXT)) ?? {};
      assert.deepEqual([counts, had], [entry.counts, entry.findings], where);
      assert.deepEqual(await findingsOf(world), findings, where);
    }
  }
});
