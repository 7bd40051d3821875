// The stand-in for Slack: a webhook that shows.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startSlackServer } from '../../../src/cli/local/slack-server.ts';

it('takes posts to its webhook alone, and answers as Slack does', async (t) => {
  const bodies: string[] = [];
  const server = await startSlackServer((body) => {
    bodies.push(body);
    return body !== 'bad';
  });
  t.after(() => server.stop());
  const post = async (url: string, method: string, body?: string) => {
    const answer = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
    return `${answer.status} ${await answer.text()}`;
  };
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/services\/local$/);
  assert.equal(await post(server.url, 'POST', '{"text":"é"}'), '200 ok');
  assert.equal(await post(server.url, 'POST', 'bad'), '400 invalid_payload');
  assert.equal(await post(server.url, 'GET'), '404 no_service');
  assert.equal(await post(`${server.url}/x`, 'POST', 'x'), '404 no_service');
  assert.equal(await post(server.url, 'POST', 'x'.repeat(1_000_001)), '413 payload_too_large');
  assert.deepEqual(bodies, ['{"text":"é"}', 'bad']);
});
