// testValue: each test against every kind of value an event can hold.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ValueTest } from '../../src/runtime/index.ts';
import { anyMember, isNull, numberOf, testValue, textOf } from '../../src/runtime/index.ts';

const equals = (text: string): ValueTest => ({ op: 'equals', text });
const NUMBER_445: ValueTest = { op: 'number', value: 445, text: '445' };
const NULL: ValueTest = { op: 'null' };

describe('a text test', () => {
  for (const [what, test, value, expected] of [
    ['folds the event', equals('abc'), 'ABC', true],
    ['reads a number as JSON writes it', equals('445'), 445, true],
    ['reads a number without a useless fraction', equals('445'), 445.0, true],
    ['reads a boolean', equals('true'), true, true],
    ['finds no text in null', equals('null'), null, false],
    ['finds no text in an absent field', equals('undefined'), undefined, false],
    ['finds no text in an object', equals('[object object]'), {}, false],
    ['asks no object for its text', equals('x'), { toString: () => 'x' }, false],
    ['holds for any member', equals('b'), ['a', 'B'], true],
    ['holds for any member of an array in an array', equals('b'), ['a', [['b']]], true],
    ['holds for no member of an empty array', equals(''), [], false],
    ['does not join members', equals('a,b'), ['a', 'b'], false],
    ['takes an empty text for a text', equals(''), '', true],
    ['finds an empty text in any text', { op: 'contains', text: '' }, 'a', true],
    ['finds no empty text in an absent field', { op: 'contains', text: '' }, undefined, false],
    ['finds a text anywhere', { op: 'contains', text: 'b' }, 'aBc', true],
    ['finds a text in a number', { op: 'contains', text: '4' }, 445, true],
    ['ties a text to the start', { op: 'startswith', text: 'b' }, 'ab', false],
    ['ties a text to the end', { op: 'endswith', text: 'a' }, 'ab', false],
    ['looks for several texts', { op: 'oneOf', texts: ['a', 'b'] }, 'B', true],
    ['looks for none', { op: 'oneOf', texts: [] }, 'a', false],
    ['puts an address into a network', { op: 'cidr', network: '::1/128' }, '0:0:0:0:0:0:0:1', true],
    ['reads an address in capitals', { op: 'cidr', network: 'fe80::/10' }, ['FE80::1'], true],
    ['puts no number into a network', { op: 'cidr', network: '0.0.0.0/0' }, 167772161, false],
    ['tries alternatives', { op: 'any', tests: [equals('a'), NULL] }, null, true],
    ['tries no alternatives', { op: 'any', tests: [] }, 'a', false],
  ] as const) {
    it(what, () => {
      assert.equal(testValue(test, value), expected);
    });
  }
});

describe('a number test', () => {
  for (const value of [
    445,
    445.0,
    '445',
    '445.0',
    '445.',
    '+445',
    '4.45e2',
    '44500E-2',
    [1, '445'],
  ]) {
    it(`takes ${JSON.stringify(value)} for 445`, () => {
      assert.equal(testValue(NUMBER_445, value), true);
    });
  }
  for (const value of [
    ...[
      '',
      ' 445',
      '445 ',
      '0x1bd',
      '0b110111101',
      '445n',
      '4 45',
      '4,45',
      '445abc',
      '٤٤٥',
      '445\n',
    ],
    ...[444, true, null, undefined, {}, [], ['44', '5'], NaN, Infinity, 'Infinity', 'NaN'],
  ]) {
    it(`does not take ${typeof value} ${JSON.stringify(value)} for 445`, () => {
      assert.equal(testValue(NUMBER_445, value), false);
    });
  }

  it('takes padded digits of an event for the number they state', () => {
    assert.equal(numberOf('00000445'), 445);
    assert.equal(testValue(NUMBER_445, '00000445'), true);
  });

  it('takes no boolean for the number it resembles', () => {
    assert.equal(testValue({ op: 'number', value: 1, text: '1' }, true), false);
    assert.equal(testValue({ op: 'number', value: 0, text: '0' }, false), false);
    assert.equal(testValue({ op: 'number', value: 0, text: '0' }, null), false);
    assert.equal(testValue({ op: 'number', value: 0, text: '0' }, ''), false);
  });

  it('takes zero for zero, whatever its sign', () => {
    const zero: ValueTest = { op: 'number', value: 0, text: '0' };
    for (const value of [0, -0, '-0', '0.0', '0e9']) assert.equal(testValue(zero, value), true);
  });

  it('finds a number by the text the rule wrote', () => {
    assert.equal(testValue({ op: 'number', value: 445, text: '0x1bd' }, '0x1bd'), true);
  });

  it('tells fractions apart', () => {
    const test: ValueTest = { op: 'number', value: 0.1, text: '0.1' };
    assert.equal(testValue(test, '0.10'), true);
    assert.equal(testValue(test, '.1'), true);
    assert.equal(testValue(test, 0.2), false);
  });
});

describe('a null test', () => {
  for (const [what, value, expected] of [
    ['an absent field', undefined, true],
    ['null', null, true],
    ['an array with null', ['a', null], true],
    ['an array in an array with null', [['a'], [[null]]], true],
    ['an empty text', '', false],
    ['the text null', 'null', false],
    ['zero', 0, false],
    ['false', false, false],
    ['an empty array', [], false],
    ['an object', {}, false],
  ] as const) {
    it(`${expected ? 'holds' : 'does not hold'} for ${what}`, () => {
      assert.equal(isNull(value), expected);
      assert.equal(testValue(NULL, value), expected);
    });
  }
});

describe('anyMember', () => {
  it('asks each leaf of arrays in arrays in order, up to the first that holds', () => {
    const asked: unknown[] = [];
    const found = anyMember([1, [2, [3, []]], 4, 5], (member) => {
      asked.push(member);
      return member === 4;
    });
    assert.equal(found, true);
    assert.deepEqual(asked, [1, 2, 3, 4]);
  });

  it('asks a value that is no array itself, also an absent one', () => {
    assert.equal(
      anyMember(undefined, (member) => member === undefined),
      true,
    );
    assert.equal(
      anyMember({ length: 1, 0: 'a' }, (member) => member === 'a'),
      false,
    );
  });

  it('follows arrays in arrays as deep as a record may be, and no deeper', () => {
    let nested: unknown = 'a';
    for (let depth = 0; depth < 64; depth++) nested = [nested];
    assert.equal(testValue(equals('a'), nested), true);
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    assert.equal(testValue(equals('a'), nested), false);
  });
});

describe('textOf', () => {
  for (const [value, text] of [
    ['A', 'A'],
    [1e21, '1e+21'],
    [-0, '0'],
    [0.1, '0.1'],
    [false, 'false'],
    [null, undefined],
    [undefined, undefined],
    [['a'], undefined],
    [{}, undefined],
  ] as const) {
    it(`of ${typeof value} ${JSON.stringify(value)} is ${text}`, () => {
      assert.equal(textOf(value), text);
    });
  }
});
