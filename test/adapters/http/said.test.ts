// What of an answer may be logged.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { saidLine } from '../../../src/adapters/http/said.ts';

const SECRET = 'https://hooks.slack.com/services/T0000/B0000/example-of-a-secret';

it('shows a short answer as it is, on one line', () => {
  assert.equal(saidLine('no_service\r\n', []), 'no_service');
  assert.equal(saidLine('{"a":\n  1}', []), '{"a": 1}');
});

const ECHOES = [
  SECRET,
  SECRET.replaceAll('/', '\\/'),
  encodeURIComponent(SECRET),
  'example-of-a-secret',
  '/services/T0000/B0000/example-of-a-secret',
];

for (const echo of ECHOES) {
  it(`takes out the secret echoed as ${echo}`, () => {
    const line = saidLine(`no such hook: ${echo}!`, [SECRET]);
    assert.match(line, /^no such hook: .*‹redacted›!$/);
    assert.ok(!line.includes('example-of-a-secret'));
  });
}

it('takes out the start of a secret that the answer breaks off in', () => {
  for (const length of [8, 20, SECRET.length - 1]) {
    assert.equal(
      saidLine(`no such hook: ${SECRET.slice(0, length)}`, [SECRET]).slice(-10),
      '‹redacted›',
    );
  }
});

it('names characters that would act, and cuts what is long', () => {
  assert.equal(saidLine('a\u001b[2Jb\u202ec', []), 'a<U+001B>[2Jb<U+202E>c');
  assert.equal(saidLine('x'.repeat(5_000), []).length, 300);
});
