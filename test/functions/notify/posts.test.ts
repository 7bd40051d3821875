// The real adapters against servers that stand for Slack and PagerDuty, and answer, refuse, break off and stall on demand.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { deliver } from '../../../functions/notify/deliver.ts';
import type { DeliveryDeps } from '../../../functions/notify/delivery-deps.ts';
import { renderFor } from '../../../functions/notify/render-for.ts';
import { createPagerDutyDestination } from '../../../src/adapters/pagerduty/index.ts';
import { createSlackDestination } from '../../../src/adapters/slack/index.ts';
import { type Answer, hang, resetAtOnce, startServer } from '../../adapters/aws/test-server.ts';
import { secretOf } from '../../adapters/http/secrets.ts';
import { MINUTE_MS, SECOND_MS } from '../../support/set-clock.ts';
import { createWorld, LEASE_MS, messageOf } from './world.ts';

const PATH = '/services/T0/B0/example-of-a-secret';
const KEY = 'k'.repeat(32);

function answers(status: number, headers: Record<string, string> = {}, body = ''): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** A world whose destination is a server on this machine. */
async function open(t: TestContext, script: readonly Answer[], kind: 'slack' | 'pagerduty') {
  const world = createWorld([], kind);
  const { endpoint, received } = await startServer(t, script);
  const { clock } = world;
  // Waited out where nothing is answered: long enough for a busy machine to send the request.
  const timeoutMs = script.includes(hang) ? 600 : 10_000;
  const shared = { clock, timeoutMs, isLoopbackAllowed: true };
  const destination =
    kind === 'slack'
      ? createSlackDestination({ ...shared, secret: secretOf(`${endpoint}${PATH}`) })
      : createPagerDutyDestination({
          ...shared,
          secret: secretOf(KEY),
          endpoint: `${endpoint}/v2/enqueue`,
        });
  const deps: DeliveryDeps = {
    ...world.deps,
    destination,
    render: (message, isFirst) => renderFor(kind, message, { nowMs: clock.nowMs(), isFirst }),
  };
  return { ...world, deps, received };
}

/** Delivers the message until it is done, as often as the script is long. */
async function work(deps: DeliveryDeps, most: number): Promise<number> {
  for (let receiveCount = 1; receiveCount <= most; receiveCount++) {
    if ((await deliver(messageOf({}, { receiveCount }), LEASE_MS, deps)) === 'done') {
      return receiveCount;
    }
  }
  return Number.NaN;
}

describe('a page', () => {
  for (const kind of ['slack', 'pagerduty'] as const) {
    it(`reaches ${kind} through limits, faults, resets and stalls, and is posted no more after that`, async (t) => {
      const script = [
        answers(429, { 'retry-after': '90' }),
        answers(500, {}, 'rollup_error'),
        resetAtOnce,
        hang,
        answers(kind === 'slack' ? 200 : 202),
      ];
      const { deps, received, hidden, names, buried } = await open(t, script, kind);
      assert.equal(await work(deps, script.length), script.length);
      assert.equal(await work(deps, 3), 1);
      assert.equal(received.length, script.length);
      assert.deepEqual(
        hidden.map((ms) => ms / SECOND_MS),
        [90, 60, 120, 240],
      );
      assert.deepEqual(
        names().filter((name) => name !== 'retried'),
        ['uncertain', 'uncertain', 'uncertain', 'posted', 'redelivered'],
      );
      assert.deepEqual(buried, []);
      // Every attempt is the same to the byte: PagerDuty folds them by their key.
      assert.equal(new Set(received.map(({ body }) => body)).size, 1);
    });

    for (const [status, headers] of [
      [302, { location: 'http://127.0.0.1:9/elsewhere' }],
      [400, {}],
      [404, {}],
    ] as const) {
      it(`that ${kind} answers with ${status} goes to the dead letters and operations, once`, async (t) => {
        const { deps, received, buried, words } = await open(t, [answers(status, headers)], kind);
        assert.equal(await work(deps, 3), 1);
        assert.equal(received.length, 1);
        assert.match(
          buried[0]?.reason ?? '',
          new RegExp(`^refused: 127.0.0.1:\\d+ answered ${status}`),
        );
        assert.equal(words.length, 1);
        assert.doesNotMatch(JSON.stringify([buried, words]), /example-of-a-secret|kkkk/);
      });
    }
  }

  it('is posted once where SQS delivers it to two at the same time', async (t) => {
    const { deps, received, hidden } = await open(t, [answers(200)], 'slack');
    const fates = await Promise.all([1, 2, 3].map(() => deliver(messageOf(), LEASE_MS, deps)));
    assert.deepEqual(fates.toSorted(), ['again', 'again', 'done']);
    assert.deepEqual([received.length, hidden], [1, [LEASE_MS, LEASE_MS]]);
  });

  it('is retried for hours where it is asked to wait, and operations know', async (t) => {
    const script = Array.from({ length: 7 }, () => answers(503, { 'retry-after': '3600' }));
    const { deps, clock, hidden, words, buried } = await open(
      t,
      [...script, answers(200)],
      'slack',
    );
    for (const _ of script) {
      assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'again');
      clock.advance(hidden.at(-1) ?? 0);
    }
    assert.ok(hidden.every((ms) => ms === 60 * MINUTE_MS));
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'done');
    // At its first attempt, for the next is an hour off, and once an hour after that.
    assert.deepEqual([words.length, buried.length], [7, 0]);
  });
});
