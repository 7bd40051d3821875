// Dotted paths into records.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { parsePath, readFirst, readNamed, readPath } from '../../src/source/path.ts';

const CASES: readonly (readonly [string, JsonObject, string, JsonValue | undefined])[] = [
  ['nested', { a: { b: { c: 1 } } }, 'a.b.c', 1],
  ['literal', { 'a.b.c': 1 }, 'a.b.c', 1],
  ['literal wins', { 'a.b': 1, a: { b: 2 } }, 'a.b', 1],
  ['literal in the middle', { a: { 'b.c': 1 } }, 'a.b.c', 1],
  ['literal that leads nowhere', { 'a.b': {}, a: { b: { c: 1 } } }, 'a.b.c', 1],
  ['null is there', { a: null }, 'a', null],
  ['null leads nowhere', { a: null }, 'a.b', undefined],
  [
    'through an array',
    { a: [{ b: 1 }, { b: [2, 3] }, { c: 4 }, 5, null, [{ b: 6 }]] },
    'a.b',
    [1, 2, 3],
  ],
  ['through an array without any', { a: [1, 'x'] }, 'a.b', undefined],
  ['index is no path', { a: ['x'] }, 'a.0', undefined],
  ['length is no path', { a: 'text' }, 'a.length', undefined],
  ['inherited names', { a: {} }, 'a.constructor.name', undefined],
  ['own __proto__', JSON.parse('{"__proto__":{"x":1}}'), '__proto__.x', 1],
  ['an empty name', { '': 1 }, '', 1],
];

describe('readPath', () => {
  for (const [name, record, path, value] of CASES) {
    it(name, () => {
      assert.deepEqual(readPath(record, parsePath(path)), value);
      assert.deepEqual(readNamed(record, path), value);
    });
  }

  it('bounds what a record can cost that spells every way of a path', () => {
    const segments = 'a.'.repeat(40).slice(0, -1);
    let record: JsonObject = {};
    for (let depth = 0; depth < 12; depth += 1)
      record = { a: record, 'a.a': record, 'a.a.a': record };
    const start = performance.now();
    assert.equal(readPath(record, parsePath(segments)), undefined);
    assert.equal(readPath(record, parsePath('a.a.a.a.a.a.a.x')), undefined);
    assert.ok(performance.now() - start < 200);
  });
});

describe('readFirst', () => {
  const paths = ['a', 'b', 'c'].map(parsePath);
  it('takes the first that holds something, else says what the first held', () => {
    assert.equal(readFirst({ a: null, b: '', c: 0 }, paths), 0);
    assert.equal(readFirst({ b: '', c: null }, paths), '');
    assert.equal(readFirst({ b: null }, paths), null);
    assert.equal(readFirst({}, paths), undefined);
  });
});
