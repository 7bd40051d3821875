// Modifiers of texts, each with what it matches and what it does not: wildcards, case, all, neq, windash, exists.

import { describe } from 'node:test';
import { itJudgesValues } from '../support/judge-table.ts';

describe('contains, startswith and endswith', async () => {
  await itJudgesValues([
    ['f|contains', 'b', ['abc', 'B', ['x', 'b'], [['xbx']]], ['ac', '', null, undefined, {}, true]],
    ['f|contains', '4', [445, '445', 4.5], [5, true]],
    ['f|contains', '', ['', 'a', 0], [null, undefined, []]],
    ['f|contains', 'a*c', ['xaxxcx', 'ac'], ['ca']],
    ['f|startswith', 'a', ['ab', 'A'], ['ba', '', undefined]],
    ['f|startswith', '?b', ['ab', '😀bc'], ['b', 'aab']],
    ['f|endswith', 'a', ['ba', 'A'], ['ab', '', undefined]],
    ['f|endswith', '\\*', ['x*'], ['x', '*x']],
    ['f|contains', ['a', 'b'], ['xa', 'xb'], ['x']],
  ]);
});

describe('cased', async () => {
  await itJudgesValues([
    ['f|cased', 'Ab', ['Ab', ['x', 'Ab']], ['ab', 'AB', 'Abc', null, undefined]],
    ['f|contains|cased', 'Ab', ['xAbx'], ['xabx']],
    ['f|cased|contains', 'Ab', ['xAbx'], ['xabx']],
    ['f|cased', 'A*b', ['Axb', 'Ab'], ['axb', 'AxB']],
    ['f|startswith|cased', 'A', ['Ab'], ['ab']],
    ['f|endswith|cased', 'İ', ['xİ'], ['xi\u0307', 'xi']],
    ['f|cased', ['A', 'b'], ['A', 'b'], ['a', 'B']],
    ['f|contains|cased|all', ['A', 'b'], ['b A'], ['a b', 'A B']],
    ['f|cased|neq', 'A', ['a', undefined, null], ['A', ['b', 'A']]],
    ['f|windash|cased', '-Enc', ['/Enc', '-Enc'], ['/enc']],
    ['f|cased', 'K', ['K'], ['\u212a', 'k']],
  ]);
});

describe('all', async () => {
  await itJudgesValues([
    ['f|contains|all', ['a', 'b'], ['ba', ['xa', 'xb']], ['a', 'b', '', undefined]],
    ['f|all', ['a', 'b'], [['b', 'A']], ['a', ['a', 'a']]],
    ['f|all|contains', ['a', 'b'], ['ab'], ['a']],
    ['f|re|all', ['^a', 'b$'], ['a b'], ['b a']],
    ['f|contains|windash|all', [' -a', ' -b'], ['x /a –b', 'x -b -a'], ['x /a', 'x -b']],
    ['f|windash|contains|all', [' -a -b', 'c'], ['c /a -b', ' —a ―b c'], [' -a c', ' /a -b']],
    ['f|all|neq', ['a', 'b'], ['a', undefined], [['a', 'b']]],
    ['f|cidr|all', ['10.0.0.0/8', '10.1.0.0/16'], ['10.1.2.3'], ['10.2.0.0']],
    ['f|all|gte', [2, 3], [3, [2.5, 3]], [2, undefined]],
  ]);
});

describe('neq', async () => {
  await itJudgesValues([
    ['f|neq', 'a', ['b', '', 5, null, undefined, [], ['b']], ['a', 'A', ['b', 'a']]],
    ['f|neq', ['a', 'b'], ['c', undefined, null, ''], ['a', 'B', ['c', 'b']]],
    ['f|neq', 'a*', ['ba', undefined], ['ab', 'a']],
    ['f|neq', 5, [6, '6', undefined], [5, '5', '5.0']],
    ['f|neq', null, ['', 'a', 0], [null, undefined]],
    ['f|neq', '', ['a', null, undefined], ['']],
    ['f|contains|neq', ['a', 'b'], ['c', undefined], ['xa', 'b']],
    ['f|neq|contains', 'a', ['b', undefined], ['xa']],
    ['f|re|neq', '^a', ['ba', undefined], ['ab']],
    ['f|cidr|neq', '10.0.0.0/8', ['11.0.0.1', '-', undefined], ['10.1.1.1']],
    ['f|gt|neq', 5, [5, 'x', undefined], [6, '7']],
    ['f|hour|neq', 10, ['2024-05-06T11:00:00Z', 'x', undefined], ['2024-05-06T10:00:00Z']],
    ['f|windash|neq', '-a', ['a', undefined], ['/a', '—a']],
  ]);
});

describe('exists', async () => {
  await itJudgesValues([
    ['f|exists', true, ['a', '', 0, false, null, [], {}], [undefined]],
    ['f|exists', false, [undefined], ['a', '', 0, false, null, [], {}]],
    ['f|exists', [true, false], ['a', undefined], []],
  ]);
});

describe('windash', async () => {
  await itJudgesValues([
    [
      'f|windash',
      '-foo',
      ['-foo', '/FOO', '–foo', '—foo', '―foo'],
      ['foo', '--foo', '‒foo', '_foo'],
    ],
    ['f|windash', '/foo', ['-foo', '/foo', '―foo'], ['\\foo']],
    ['f|windash', '–foo', ['-foo', '/foo', '–foo'], ['foo']],
    ['f|windash|contains', ' -a -b', [' /a –b', ' —a -b x'], [' -a', ' -b -a']],
    ['f|contains|windash', ' -a -b', [' /a –b', ' —a -b x'], [' -a', ' -b -a']],
    ['f|windash|contains', '-foo-bar', ['x /foo-bar'], ['x -foo/bar', 'x /foo/bar']],
    ['f|windash|endswith', '-a*', ['x /a', 'x -ab'], ['x a']],
    ['f|windash', 'a - b', ['a - b'], ['a / b']],
    ['f|windash', 'é-foo', ['é-foo'], ['é/foo']],
    ['f|windash', '-é', ['-é', '/é'], ['é']],
    ['f|windash', 'plain', ['Plain'], ['-plain']],
    ['f|windash', ['-a', '/b'], ['/a', '-b'], ['a', 'b']],
  ]);
});

describe('null, empty, absent, numbers and booleans', async () => {
  await itJudgesValues([
    ['f', null, [null, undefined, [null]], ['', 'null', 0, false, [], ['a']]],
    ['f', '', ['', ['']], [null, undefined, ' ', 0, []]],
    ['f', ['', null], ['', null, undefined], [' ', 'a']],
    ['f', '*', ['', 'a', 0, false], [null, undefined, [], {}]],
    ['f', 'null', ['null', 'NULL'], [null, undefined]],
    ['f', 445, [445, '445', '445.0', '4.45e2', '+445', ['445']], [446, '0x1bd', ' 445', '', true]],
    ['f', 0, [0, '0', '-0', '0.0'], ['', false, null, undefined]],
    ['f', -1.5, [-1.5, '-1.50'], [1.5, '-15']],
    ['f', '445', [445, '445'], ['445.0', '0445']],
    ['f', true, [true, 'true', 'TRUE'], [1, '1', false, 'yes', null, undefined]],
    ['f', false, [false, 'False'], [0, '', null, undefined]],
    ['f', 'true', [true, 'True'], [1]],
  ]);
});
