// Two engines, one suite: the interpreter, code compiled here and a bundled module file give the expected answer.

import { describe } from 'node:test';
import { type DetectionRow, itJudges } from '../support/judge-table.ts';

/** Detection × events that it matches × events that it does not. */
const TABLE: readonly DetectionRow[] = [
  [
    { s: { f: 'a' }, condition: 's' },
    [{ f: 'A' }, { f: ['x', 'a'] }, { f: [['a']] }],
    [{}, { f: null }, { f: '' }, { f: { a: 'a' } }, { f: [] }, { F: 'a' }],
  ],
  [
    { s: { f: ['a', 'b', 'c'] }, condition: 's' },
    [{ f: 'B' }, { f: ['x', ['c']] }],
    [{ f: 'd' }, { f: 'a,b' }, { f: true }],
  ],
  [
    { s: { f: ['a', 445, true, null, 'x*y'] }, condition: 's' },
    [{}, { f: null }, { f: '445.0' }, { f: 445 }, { f: 'TRUE' }, { f: 'XzY' }, { f: [null] }],
    [{ f: '' }, { f: 1 }, { f: 'xy!' }, { f: false }, { f: {} }],
  ],
  [
    { s: { 'f|contains|all': ['a', 'b'] }, condition: 's' },
    [{ f: 'b a' }, { f: ['xa', 'xb'] }],
    [{ f: 'a' }, { f: ['a', 'c'] }, {}],
  ],
  [
    { s: { 'f|startswith': 'a', 'g|endswith': '\\b' }, condition: 's' },
    [{ f: 'ab', g: 'a\\B' }],
    [{ f: 'ab', g: 'a\\b ' }, { f: 'ab' }, { g: '\\b' }],
  ],
  [
    { s: { 'f|cidr': ['10.0.0.0/8', '::1/128'] }, condition: 's' },
    [{ f: '10.9.8.7' }, { f: '0:0:0:0:0:0:0:1' }, { f: ['-', '10.0.0.0'] }],
    [{ f: '11.0.0.0' }, { f: '::ffff:10.0.0.1' }, { f: 10 }, {}],
  ],
  [
    { s: { 'f|re': '.{20}' }, condition: 's' },
    [{ f: 'x'.repeat(20) }, { f: '😀'.repeat(20) }, { f: ['x', 'y'.repeat(99)] }, { f: 10 ** 20 }],
    [{ f: 'x'.repeat(19) }, { f: '😀'.repeat(19) }, { f: ['x'.repeat(10), 'x'.repeat(10)] }, {}],
  ],
  [
    { s: { 'f|fieldref': 'g' }, condition: 's' },
    [
      { f: 'aSſ', g: 'Asſ' },
      { f: 'K', g: '\u212a' },
      { f: ['x', 'a'], g: 'A' },
    ],
    [{ f: 'a', g: 'ab' }, { f: 's', g: 'ſ' }, { f: 'a' }, { g: 'a' }, { f: '', g: 'a' }],
  ],
  [
    { s: [{ f: 'a' }, { g: 'b', h: 'c' }], condition: 's' },
    [{ f: 'a' }, { g: 'b', h: 'c' }],
    [{ g: 'b' }, { h: 'c' }],
  ],
  [
    { s: { f: 'a' }, t: { g: 'b' }, condition: 's and not t' },
    [{ f: 'a' }, { f: 'a', g: null }],
    [{ f: 'a', g: 'b' }, { g: 'x' }, {}],
  ],
  [
    { s: { f: 'a' }, t: { g: 'b' }, condition: 'not s or not t' },
    [{}, { f: 'a' }, { g: 'b' }],
    [{ f: 'a', g: 'b' }],
  ],
  [
    { s_1: { f: 'a' }, s_2: { f: 'b' }, _x: { f: 'c' }, condition: '1 of them' },
    [{ f: 'a' }, { f: 'b' }],
    [{ f: 'c' }],
  ],
  [
    { s_1: { f: 'a' }, s_2: { f: 'b' }, condition: 'all of s_*' },
    [{ f: ['b', 'a'] }],
    [{ f: 'a' }, { f: ['a', 'a'] }],
  ],
  [
    { s: { f: 'a' }, t: { g: 'b' }, condition: ['s', 'not t'] },
    [{ f: 'a', g: 'b' }, {}],
    [{ g: 'b' }],
  ],
  [
    { s: { 'a.b': 'x' }, condition: 's' },
    [{ 'a.b': 'x' }, { a: { b: 'x' } }, { a: [{ b: 'y' }, { b: 'x' }] }],
    [{ 'a.b': 'y', a: { b: 'x' } }, { a: 'x' }, { a: [] }],
  ],
  [
    { s: { f: '?*?' }, condition: 's' },
    [{ f: 'ab' }, { f: '😀😀' }, { f: 'a\nb' }],
    [{ f: 'a' }, { f: '😀' }, { f: '' }],
  ],
  [
    { s: { f: '18446744073709551615' }, t: { g: 1e21 }, condition: '1 of them' },
    [{ f: '18446744073709551615' }, { g: 1e21 }, { g: '1e+21' }],
    [{ f: '18446744073709551614' }, { g: '1' }],
  ],
  [
    { s_1: { f: 'a' }, s_2: { g: 'b' }, s_3: { h: 'c' }, condition: '2 of s_*' },
    [
      { f: 'a', h: 'c' },
      { f: 'a', g: 'b', h: 'c' },
    ],
    [{ f: 'a' }, { h: 'c' }, {}],
  ],
  [
    { s_1: { f: 'a' }, s_2: { g: 'b' }, s_3: { h: 'c' }, condition: 's_1 or not 2 of s_*' },
    [{}, { f: 'a', g: 'b' }, { g: 'b' }],
    [{ g: 'b', h: 'c' }],
  ],
  [
    { s: { '\u2028"\\': '\ud800\0`' }, condition: 's' },
    [{ '\u2028"\\': '\ud800\0`' }],
    [{ '\u2028"\\': '\ud801\0`' }, { '"\\': '\ud800\0`' }],
  ],
];

describe('a rule and an event', async () => {
  await itJudges(TABLE);
});
