// Where may be posted to: the hosts of a list over https, and nothing else.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEndpoint } from '../../../src/adapters/http/index.ts';

const HOSTS = ['hooks.slack.com'];
const PATH = '/services/T0/B0/example-of-a-secret';

const REFUSED = [
  ['another scheme', `http://hooks.slack.com${PATH}`],
  ['another scheme', `ftp://hooks.slack.com${PATH}`],
  ['another scheme', 'example-of-a-secret:T0/B0'],
  ['another host', `https://hooks.slack.com.evil.example${PATH}`],
  ['another host', `https://evil.example/hooks.slack.com${PATH}`],
  ['another host', `https://hooks.slack.com.${PATH}`],
  ['another host', `https://hooks.slack.com:8443${PATH}`],
  ['another host', `https://169.254.169.254${PATH}`],
  ['another host', `https://127.0.0.1${PATH}`],
  ['another host', `https://hooks.sl\u0430ck.com${PATH}`],
  ['names a user', `https://hooks.slack.com@evil.example${PATH}`],
  ['names a user', `https://:p@hooks.slack.com${PATH}`],
  ['leads to this machine', `http://127.0.0.1:8080${PATH}`],
  ['is JSON', `{"url":"https://hooks.slack.com${PATH}"}`],
  ['is no URL', 'example-of-a-secret'],
  ['is no URL', ''],
] as const;

describe('an endpoint', () => {
  it('is a URL of a host of the list, over https', () => {
    for (const text of [`https://hooks.slack.com${PATH}`, `HTTPS://HOOKS.slack.com:443${PATH}`]) {
      const parsed = parseEndpoint(text, { hosts: HOSTS });
      assert.equal(parsed.ok && parsed.value.href, `https://hooks.slack.com${PATH}`);
    }
  });

  for (const [why, text] of REFUSED) {
    it(`is not ${JSON.stringify(text)}, and that is said without its text`, () => {
      const parsed = parseEndpoint(text, { hosts: HOSTS });
      assert.ok(!parsed.ok);
      assert.match(parsed.error, new RegExp(why));
      assert.doesNotMatch(parsed.error, /secret|services|evil|T0/);
    });
  }

  it('is on this machine only where that is allowed, and only by its number', () => {
    const allowed = { hosts: HOSTS, isLoopbackAllowed: true };
    assert.ok(parseEndpoint(`http://127.0.0.1:8080${PATH}`, allowed).ok);
    for (const host of ['localhost', '127.0.0.2', '127.0.0.1.evil.example', '0.0.0.0', '[::1]']) {
      assert.ok(!parseEndpoint(`http://${host}${PATH}`, allowed).ok, host);
    }
    const short = parseEndpoint('http://127.1/', allowed);
    assert.equal(short.ok && short.value.hostname, '127.0.0.1');
  });
});
