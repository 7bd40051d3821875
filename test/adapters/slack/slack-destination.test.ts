// Posts to a webhook: what Slack answers decides whether it is done, tried again, or given up.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createSlackDestination } from '../../../src/adapters/slack/index.ts';
import type { SecretSource } from '../../../src/ports/index.ts';
import { createSetClock } from '../../support/set-clock.ts';
import { type Answer, hang, resetAtOnce, startServer } from '../aws/test-server.ts';
import { noSecret, secretOf } from '../http/secrets.ts';

const PATH = '/services/T0/B0/example-of-a-secret';
const BODY = '{"text":"t"}';
const clock = createSetClock();

async function post(t: TestContext, script: readonly Answer[], source = secretOf) {
  const { endpoint, received } = await startServer(t, script);
  const secret: SecretSource = source(`${endpoint}${PATH}\n`);
  // Waited out where nothing is answered: long enough for a busy machine to send the request.
  const timeoutMs = script.includes(hang) ? 600 : 10_000;
  const deps = { secret, clock, timeoutMs, isLoopbackAllowed: true };
  const outcome = await createSlackDestination(deps).post(BODY);
  const text = JSON.stringify(outcome).replaceAll(endpoint.slice('http://'.length), 'HOST');
  return { outcome: JSON.parse(text), received };
}

function answers(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

const RETRIED = [
  [
    answers(429, 'rate_limited', { 'retry-after': '30' }),
    'HOST answered 429: rate_limited',
    30_000,
  ],
  [
    answers(429, '', { 'retry-after': 'Fri, 20 Nov 2026 12:05:00 GMT' }),
    'HOST answered 429',
    300_000,
  ],
  [answers(429, ''), 'HOST answered 429', undefined],
  [answers(500, 'rollup_error'), 'HOST answered 500: rollup_error', undefined],
  [answers(503, 'later', { 'retry-after': '7' }), 'HOST answered 503: later', 7_000],
  [resetAtOnce, 'HOST: ECONNRESET after all was sent', undefined],
  [hang, 'HOST: TIMEOUT after all was sent', undefined],
] as const;

const REFUSED = [
  [400, 'invalid_payload'],
  [403, 'action_prohibited'],
  [404, 'no_service'],
  [410, 'channel_is_archived'],
  [307, ''],
] as const;

describe('a Slack destination', () => {
  it('posts the body to the webhook, once', async (t) => {
    const { outcome, received } = await post(t, [answers(200, 'ok')]);
    assert.deepEqual(outcome, { kind: 'posted' });
    assert.deepEqual(
      received.map(({ url, body }) => [url, body]),
      [[PATH, BODY]],
    );
  });

  for (const [answer, reason, afterMs] of RETRIED) {
    it(`is to be tried again ${afterMs ?? 'some'} ms later where ${reason}`, async (t) => {
      const { outcome, received } = await post(t, [answer]);
      const mayBePosted = !reason.includes('429');
      const wait = afterMs === undefined ? {} : { afterMs };
      assert.deepEqual(outcome, { kind: 'retry', reason, ...wait, mayBePosted });
      assert.equal(received.length, 1);
    });
  }

  for (const [status, said] of REFUSED) {
    it(`gives up where Slack answers ${status} ${said}`, async (t) => {
      const { outcome } = await post(t, [answers(status, said)]);
      const reason = `HOST answered ${status}${said === '' ? '' : `: ${said}`}`;
      assert.deepEqual(outcome, { kind: 'permanent', reason });
    });
  }

  it('tells nothing of the secret where the answer echoes it', async (t) => {
    const { outcome } = await post(t, [
      (response, { url }) =>
        response.writeHead(404).end(`nothing at ${url}, nor at ${url.slice(1)}`),
    ]);
    assert.equal(outcome.kind, 'permanent');
    assert.doesNotMatch(outcome.reason, /example-of-a-secret/);
  });

  it('tries again with the new secret where the old one was refused', async (t) => {
    const { outcome } = await post(t, [answers(404, 'no_service')], (url) =>
      secretOf(url, `${url}-2`),
    );
    assert.deepEqual(outcome, {
      kind: 'retry',
      reason: 'HOST answered 404: no_service; the secret has been changed since',
      afterMs: 1_000,
      mayBePosted: false,
    });
  });

  it('tries again, and posts nothing, where the secret cannot be read', async (t) => {
    const { outcome, received } = await post(t, [], () => noSecret('not allowed\u001b[2J'));
    assert.deepEqual(outcome, {
      kind: 'retry',
      reason: 'the secret cannot be read: AccessDeniedException: not allowed<U+001B>[2J',
      mayBePosted: false,
    });
    assert.equal(received.length, 0);
  });

  it('gives up, and posts nothing, where the secret is no webhook of Slack', async () => {
    const secret = secretOf('https://hooks.slack.com.evil.example/services/example-of-a-secret');
    const outcome = await createSlackDestination({ secret, clock }).post(BODY);
    assert.deepEqual(outcome, {
      kind: 'permanent',
      reason:
        'the secret leads to another host; expected hooks.slack.com or hooks.slack-gov.com, port 443',
    });
  });

  it('gives up, and posts nothing, where the secret starts a workflow: that takes anything, and shows nobody an alert', async () => {
    for (const path of ['/workflows/T0/A0/1/x', '/triggers/T0/1/x', '/services', '/']) {
      const secret = secretOf(`https://hooks.slack.com${path}`);
      const outcome = await createSlackDestination({ secret, clock }).post(BODY);
      const reason =
        'the secret leads to no incoming webhook; expected a path that begins with /services/';
      assert.deepEqual(outcome, { kind: 'permanent', reason });
    }
  });
});
