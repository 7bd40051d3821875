// Chains of modifiers, escapes and folds that single-modifier tables leave out: each engine gives the specified answer.

import { describe } from 'node:test';
import { itJudges, itJudgesValues, type ValueRow } from '../support/judge-table.ts';

const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');

const CHAINS: readonly ValueRow[] = [
  ['f|re|all', ['a.c', 'x+'], ['abcxx', 'xabc'], ['abc', 'x', 'ABCX', undefined]],
  ['f|cased|contains', 'Ab', ['xAbx'], ['xabx', 'AB', undefined]],
  ['f|contains|cased', 'Ab', ['xAbx'], ['xabx', 'AB', undefined]],
  ['f|contains|neq', ['a', 'b'], ['c', '', undefined], ['xa', 'Bx']],
  ['f|neq|cased|startswith', 'Ab', ['abc', undefined], ['Abc']],
  [
    'f|windash|contains|all',
    ['-foo', '-bar'],
    ['/foo \u2013bar', '-bar \u2015foo'],
    ['/foo', 'foo bar'],
  ],
  ['f|all|windash|contains', ['-foo', '/bar'], ['/foo \u2014bar'], ['-foo']],
  [
    'f|base64offset|contains|all',
    ['foobar', 'bazqux'],
    [base64('foobar--bazqux'), base64('xfoobar-bazqux'), base64('xxfoobarbazqux')],
    [base64('xxfoobar'), 'foobar bazqux', undefined],
  ],
  ['f|wide|base64', 'cmd', [base64('cmd', 'utf16le')], [base64('cmd'), 'cmd']],
  ['f|utf16|base64', 'cmd', [base64('\uFEFFcmd', 'utf16le')], [base64('\uFEFFcmd')]],
  ['f|gt', 5, [6, '6', '5.5', ['x', 9]], [5, '5', 'x', '', null, undefined, '6 x']],
  ['f|lte|neq', 5, [6, 'x', undefined], [5, '4']],
];

const TEXTS: readonly ValueRow[] = [
  ['f', 'a?c', ['abc', 'a\u{1F600}c', 'a\nc'], ['ac', 'abbc']],
  ['f', 'a*b*c', ['abc', 'a\nb c', 'AxxBxxC'], ['acb', 'xabc']],
  ['f|contains', 'a*b', ['xa-bx'], ['ba']],
  ['f', '\\\\*', ['\\', '\\abc'], ['abc', '*']],
  ['f', '\\\\\\*', ['\\*'], ['\\a', '*']],
  ['f', '\\*', ['*'], ['', 'a']],
  ['f', '\\cmd', ['\\cmd'], ['cmd', '\\\\cmd']],
  ['f', '\\\\cmd', ['\\cmd'], ['cmd', '\\\\cmd']],
  ['f', 'a\\', ['a\\'], ['a']],
  ['f', 'K', ['k', '\u212A'], ['']],
  ['f', '\u00DF', ['\u00DF'], ['ss', 'SS']],
  ['f', '\u0130', ['\u0130'], ['i', 'I', 'i\u0307']],
];

describe('chains of modifiers', async () => {
  await itJudgesValues(CHAINS);
});

describe('wildcards, escapes and case in texts', async () => {
  await itJudgesValues(TEXTS);
});

describe('keywords and conditions', async () => {
  await itJudges([
    [
      { k: { '|all': ['one', 'tw?'] }, condition: 'k' },
      [{ a: 'ONE', b: 'two' }, { a: 'two one' }],
      [{ a: 'one' }, { one: 'x', two: 'y' }],
    ],
    [{ k: ['one', 42], condition: 'k' }, [{ a: 'x one' }, { a: 42 }], [{ one: 1 }]],
    [
      { s_a_1: { f: 'a' }, s_b_1: { f: 'b' }, s_a_2: { g: 'a' }, condition: 'all of s_*_1' },
      [{ f: ['a', 'b'] }],
      [{ f: 'a' }, { g: 'a' }],
    ],
    [{ s: { f: 'a' }, t: { g: 'b' }, condition: ['s', 't'] }, [{ f: 'a' }, { g: 'b' }], [{}]],
    [
      { s: { f: 'a', 'g|fieldref|endswith|cased': 'h' }, condition: 's' },
      [{ f: 'a', g: 'xAb', h: 'Ab' }],
      [
        { f: 'a', g: 'xab', h: 'Ab' },
        { f: 'a', g: 'x' },
        { f: 'a', h: 'Ab' },
      ],
    ],
  ]);
});
