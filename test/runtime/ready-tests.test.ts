// What a test's text is read into is made once, however many events it is asked of.

import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { RE2JS } from 're2js';
import { decidingTests, type MatchExpr, type ValueTest } from '../../src/runtime/index.ts';
import { globOf, networkOf } from '../../src/runtime/ready-tests.ts';

function explained(test: ValueTest, value: string): readonly unknown[] {
  const written = { modifier: test.op, value: 'as written' };
  const expr: MatchExpr = { kind: 'field', field: 'f', test, written };
  const event = { field: () => value, leaves: () => [] };
  return [decidingTests(expr, event), decidingTests(expr, event)].map(({ length }) => length);
}

it('a pattern is compiled for the first match that is explained, and for no other', () => {
  const compile = mock.method(RE2JS, 'compile');
  const test: ValueTest = { op: 'regex', pattern: 'ab+c', flags: 'i' };
  assert.deepEqual(explained(test, 'xABBC'), [1, 1]);
  assert.equal(compile.mock.callCount(), 1);
  assert.deepEqual(explained(test, 'ac'), [0, 0]);
  assert.equal(compile.mock.callCount(), 1);
});

it('two patterns that differ in their flags alone stay two', () => {
  assert.deepEqual(explained({ op: 'regex', pattern: '^abc$', flags: '' }, 'ABC'), [0, 0]);
  assert.deepEqual(explained({ op: 'regex', pattern: '^abc$', flags: 'i' }, 'ABC'), [1, 1]);
});

it('networks and wildcards are read once too', () => {
  const network = { op: 'cidr', network: '192.0.2.0/24' } as const;
  assert.equal(networkOf(network), networkOf(network));
  const glob = { op: 'glob', parts: [{ kind: 'many' }, { kind: 'text', text: 'a' }] } as const;
  assert.equal(globOf(glob), globOf(glob));
});
