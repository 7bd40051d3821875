// The index of rules by their witnesses: which rules an event could match.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWitnessIndex, type FieldReader, type Witness } from '../../src/runtime/index.ts';

function eventOf(fields: Readonly<Record<string, unknown>>): FieldReader {
  return { field: (name) => fields[name], leaves: () => Object.values(fields) };
}

const IMAGE: Witness = { field: 'Image', op: 'endswith', text: '\\cmd.exe' };
const PORT: Witness = { field: 'Port', op: 'number', value: 445, text: '445' };

const CASES: readonly (readonly [string, Record<string, unknown>, readonly number[]])[] = [
  ['an absent field', {}, [1]],
  ['null', { Image: null, Port: null }, [1]],
  ['a text in another case', { Image: 'C:\\CMD.EXE' }, [0, 1]],
  ['a member of a list', { Image: ['x', ['C:\\cmd.exe']] }, [0, 1]],
  ['a number', { Port: 445 }, [1, 2]],
  ['a number as text', { Port: '445' }, [1, 2]],
  ['a number written otherwise', { Port: ['4.45e2'] }, [1, 2]],
  ['another number', { Port: 4450 }, [1]],
  ['an object', { Image: { a: '\\cmd.exe' }, Port: {} }, [1]],
  ['several fields', { Port: 445, Image: '\\cmd.exe' }, [0, 1, 2]],
];

describe('the index of rules', () => {
  const index = createWitnessIndex([[[IMAGE]], [], [[PORT]], [[]]]);
  for (const [what, fields, expected] of CASES) {
    it(`gives, in their order, the rules that ${what} could match`, () => {
      assert.deepEqual(index(eventOf(fields)), expected);
      assert.deepEqual(index(eventOf(fields)), expected, 'and again');
    });
  }

  it('looks for texts in what numbers are written as', () => {
    const texts = ['45', '1.5e+3', 'nan', '-inf', 'x'];
    const find = createWitnessIndex(texts.map((text) => [[{ field: 'f', op: 'contains', text }]]));
    const found = [445, 1.5e300, Number.NaN, -Infinity, 7].map((f) => [...find(eventOf({ f }))]);
    assert.deepEqual(found, [[0], [1], [2], [3], []]);
  });

  it('names a rule once, however many of its witnesses hold', () => {
    const twice = createWitnessIndex([
      [[IMAGE, IMAGE, { field: 'Image', op: 'contains', text: 'cmd' }]],
    ]);
    assert.deepEqual(twice(eventOf({ Image: ['\\cmd.exe', '\\cmd.exe'] })), [0]);
  });

  it('reads each field once', () => {
    const reads: string[] = [];
    const many = createWitnessIndex([[[IMAGE]], [[IMAGE]], [[PORT, IMAGE]]]);
    many({ field: (name) => reads.push(name), leaves: () => [] });
    assert.deepEqual(reads.sort(), ['Image', 'Port']);
  });
});
