// A site's configuration → where levels and rules go.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DEFAULT_ROUTING, parseRouting } from '../../src/alert/index.ts';

it('keeps the route of every level that is not named', () => {
  assert.deepEqual(parseRouting({}), { ok: true, value: DEFAULT_ROUTING });
  const read = parseRouting({ levels: { medium: 'page' }, rules: { r1: 'store' } });
  assert.deepEqual(read, {
    ok: true,
    value: {
      levels: { ...DEFAULT_ROUTING.levels, medium: 'page' },
      rules: new Map([['r1', 'store']]),
    },
  });
});

it('says all that is wrong, where, and what is expected', () => {
  const read = parseRouting({ levels: { urgent: 'page', low: 'mail' }, rules: [], rule: {} });
  assert.deepEqual(read, {
    ok: false,
    error: [
      'routing has "rule"; expected "levels" or "rules"',
      'levels.low is "mail"; expected one of page, post, digest, store',
      'levels has "urgent"; expected one of informational, low, medium, high, critical',
      'rules is []; expected an object',
    ],
  });
  assert.deepEqual(parseRouting('page'), {
    ok: false,
    error: ['routing is "page"; expected an object'],
  });
});

it('takes no name of an object’s own for a level', () => {
  for (const config of ['{"levels":{"__proto__":"page"}}', '{"levels":{"constructor":"page"}}']) {
    assert.equal(parseRouting(JSON.parse(config)).ok, false);
  }
});
