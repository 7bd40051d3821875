// Events to PagerDuty: with the key of the secret, to PagerDuty alone.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  createPagerDutyDestination,
  PAGERDUTY_ENDPOINTS,
} from '../../../src/adapters/pagerduty/index.ts';
import { pagerDutyBody, toPagerDutyEvent } from '../../../src/alert/index.ts';
import { anAlert } from '../../alert/pager-alerts.ts';
import { createSetClock } from '../../support/set-clock.ts';
import { type Answer, startServer } from '../aws/test-server.ts';
import { secretOf } from '../http/secrets.ts';

const KEY = 'example0'.repeat(4);
const clock = createSetClock();

function body(event: 'opened' | 'resolved'): string {
  const rendered = toPagerDutyEvent(anAlert({ event }));
  assert.ok(rendered !== undefined);
  return pagerDutyBody(rendered);
}

async function post(t: TestContext, text: string, answer: Answer) {
  const { endpoint, received } = await startServer(t, [answer]);
  const destination = createPagerDutyDestination({
    secret: secretOf(`${KEY}\n`),
    clock,
    endpoint: `${endpoint}/v2/enqueue`,
    isLoopbackAllowed: true,
  });
  return { outcome: await destination.post(text), received };
}

describe('a PagerDuty destination', () => {
  for (const event of ['opened', 'resolved'] as const) {
    it(`posts the event of an alert ${event} with the routing key, and else as rendered`, async (t) => {
      const text = body(event);
      const { outcome, received } = await post(t, text, (response) =>
        response.writeHead(202).end('{"status":"success"}'),
      );
      assert.deepEqual(outcome, { kind: 'posted' });
      assert.equal(received[0]?.url, '/v2/enqueue');
      assert.equal(received[0]?.body, `{"routing_key":"${KEY}",${text.slice(1)}`);
      const sent = JSON.parse(received[0]?.body ?? '');
      assert.deepEqual(sent, { routing_key: KEY, ...JSON.parse(text) });
    });
  }

  it('says what PagerDuty found wrong, without the key', async (t) => {
    const { outcome } = await post(t, body('opened'), (response) =>
      response.writeHead(400).end(`{"status":"invalid event","errors":["routing_key ${KEY}"]}`),
    );
    assert.equal(outcome.kind, 'permanent');
    assert.match(
      outcome.kind === 'permanent' ? outcome.reason : '',
      /answered 400: \{"status":"invalid event","errors":\["routing_key ‹redacted›"\]\}$/,
    );
  });

  it('gives up, and posts nothing, where the secret is no routing key', async () => {
    for (const key of ['', KEY.slice(1), `${KEY}0`, `${KEY.slice(2)}"}`, `{"key":"${KEY}"}`]) {
      const destination = createPagerDutyDestination({ secret: secretOf(key), clock });
      assert.deepEqual(await destination.post(body('opened')), {
        kind: 'permanent',
        reason: `the secret is no routing key: it has ${key.length} characters; expected 32 letters and digits`,
      });
    }
  });

  it('is at PagerDuty alone, in both of its regions', () => {
    const secret = secretOf(KEY);
    for (const endpoint of Object.values(PAGERDUTY_ENDPOINTS)) {
      createPagerDutyDestination({ secret, clock, endpoint });
    }
    for (const endpoint of ['https://evil.example/v2/enqueue', 'http://127.0.0.1/v2/enqueue']) {
      assert.throws(() => createPagerDutyDestination({ secret, clock, endpoint }), TypeError);
    }
  });
});
