// A pool: data of many rules as one text, read back as it was.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unpack } from '../../src/runtime/index.ts';
import { Pool } from '../../src/sigma/codegen/pool.ts';
import { check } from '../support/check.ts';
import { hostileText } from '../support/hostile.ts';

function packed(...values: readonly unknown[]): string {
  const pool = new Pool();
  for (const value of values) pool.place(value);
  return pool.text();
}

describe('a pool of data', () => {
  it('gives back what JSON gives back, whatever the keys and texts', () => {
    const text = fc.oneof(hostileText, fc.constantFrom('a', 'b', '__proto__', 'length', ''));
    const { value } = fc.letrec((tie) => ({
      leaf: fc.oneof(
        text,
        fc.integer(),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.constant(null),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('object')),
    }));
    const property = fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      const asJson = JSON.parse(JSON.stringify(values));
      assert.deepEqual(unpack(packed(asJson)), [asJson]);
    });
    check(property, 1_000);
  });

  it('gives equal values one place, and others one each, in the order in which they come', () => {
    const pool = new Pool();
    const places = [{ a: 1 }, ['a'], { a: 1 }, ['b'], ['a']].map((value) => pool.place(value));
    assert.deepEqual(places, [0, 1, 0, 2, 1]);
    assert.deepEqual(unpack(pool.text()), [{ a: 1 }, ['a'], ['b']]);
  });

  it('leaves out what JSON leaves out of objects', () => {
    assert.deepEqual(unpack(packed({ a: undefined, b: 1 })), [{ b: 1 }]);
  });

  it('keeps `__proto__` a key like any other', () => {
    const [object] = unpack(packed(JSON.parse('{"__proto__":{"isAdmin":true}}')));
    assert.deepEqual(Object.keys(object ?? {}), ['__proto__']);
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
  });

  it('writes a text that stands in many lists, or a list that stands in many objects, once', () => {
    const texts = ['\\first.exe', '\\second.exe', '\\third.exe'];
    const items = texts.map((text) => ({ kind: 'field', test: { op: 'endswith', text } }));
    const text = packed({ texts, items }, { again: texts }, ['\\third.exe']);
    for (const one of ['first', 'second', 'third', 'endswith', 'kind', 'texts']) {
      assert.equal(text.split(one).length - 1, 1, `${one} in ${text}`);
    }
  });

  it('takes nothing that is no data', () => {
    assert.throws(() => packed({ f: () => 1 }), /expected data as JSON has it, found function/);
  });
});
