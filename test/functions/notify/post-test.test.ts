// A test of a destination cannot be taken for an alert, and leaves nothing behind.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTestRequest, postTest } from '../../../functions/notify/post-test.ts';
import { alertBody, renderFor } from '../../../functions/notify/render-for.ts';
import { testAlert } from '../../../functions/notify/test-alert.ts';
import { parseOnCallMessage, toAlertMessage, toDigestMessage } from '../../../src/alert/index.ts';
import type { PostOutcome } from '../../../src/ports/index.ts';
import { anAlert } from '../../alert/pager-alerts.ts';
import { POSTED, REFUSED, STALLED } from './world.ts';

const CONTEXT = { nowMs: Date.UTC(2026, 10, 20, 12) };
const KINDS = ['slack', 'pagerduty', 'email', 'amazon-q'] as const;
const ALERT = testAlert({ tenant: 'acme', nowMs: CONTEXT.nowMs, suffix: 'a'.repeat(27) });

async function tested(kind: (typeof KINDS)[number], script: readonly PostOutcome[]) {
  const bodies: string[] = [];
  const post = async (body: string) => script[bodies.push(body) - 1] ?? POSTED;
  const answer = await postTest(ALERT, { kind, destination: { post }, context: CONTEXT });
  return { answer, bodies: bodies.map((body) => JSON.parse(body)) };
}

describe('a test of a destination', () => {
  it('is what asks for it by its one member, and no message of a queue', () => {
    assert.equal(isTestRequest({ sigmaLambdaTest: true }), true);
    for (const event of [undefined, {}, { sigmaLambdaTest: 'true' }, { Records: [] }]) {
      assert.equal(isTestRequest(event), false);
    }
  });

  for (const kind of KINDS) {
    it(`is marked as one at ${kind}, and says that nothing has happened`, async () => {
      const { answer, bodies } = await tested(kind, []);
      assert.deepEqual(answer, { outcome: 'posted' });
      assert.match(JSON.stringify(bodies[0]), /\[TEST\] .*HIGH.*nothing has happened/);
    });
  }

  it('opens an incident at PagerDuty, and resolves the same', async () => {
    const { bodies } = await tested('pagerduty', []);
    assert.deepEqual(
      bodies.map(({ event_action, dedup_key }) => [event_action, dedup_key]),
      [
        ['trigger', ALERT.id],
        ['resolve', ALERT.id],
      ],
    );
  });

  it('says which incident is left open where it could not be resolved', async () => {
    const { answer } = await tested('pagerduty', [POSTED, STALLED]);
    assert.equal(answer.outcome, 'retry');
    assert.match(answer.reason ?? '', new RegExp(`incident ${ALERT.id} .* by hand: host: TIMEOUT`));
  });

  it('says why it was not posted', async () => {
    const { answer, bodies } = await tested('slack', [REFUSED]);
    assert.deepEqual(answer, { outcome: 'permanent', reason: REFUSED.reason });
    assert.equal(bodies.length, 1);
  });

  it('could be read from the topic like any alert', () => {
    assert.ok(parseOnCallMessage(toAlertMessage(ALERT).body).ok);
  });
});

describe('what is rendered', () => {
  const digest = parseOnCallMessage(
    toDigestMessage({
      id: `d1_${'b'.repeat(27)}`,
      revision: 0,
      tenant: 'acme',
      kind: 'hour',
      fromTime: '2026-11-20T10:00:00.000Z',
      toTime: '2026-11-20T11:00:00.000Z',
      level: 'high',
      route: 'page',
      findings: 1_204,
      rules: [
        { id: 'r', title: 'A rule', level: 'high', findings: 1_204, hosts: 3, hostNames: ['ws-1'] },
      ],
    }).body,
  );
  for (const kind of KINDS) {
    it(`for ${kind} is JSON of an alert and of a digest, in which nothing acts on a queue`, () => {
      assert.ok(digest.ok);
      const alert = parseOnCallMessage(toAlertMessage(anAlert()).body);
      assert.ok(alert.ok);
      const bodies = [alert, digest].map(({ value }) => renderFor(kind, value, CONTEXT) ?? '');
      assert.match(bodies[0] ?? '', /scan\.exe on ws-17/);
      assert.match(bodies[1] ?? '', /1,?204/);
      for (const body of bodies) assert.equal(typeof JSON.parse(body), 'object');
    });
  }

  it('for the pager is nothing of a closing', () => {
    const closed = anAlert({ event: 'closed', revision: 2 });
    assert.equal(alertBody('pagerduty', closed, CONTEXT), undefined);
  });
});
