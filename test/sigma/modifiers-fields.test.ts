// fieldref and its combinations, keywords and keyword maps, field names with spaces.

import { describe } from 'node:test';
import { itJudges } from '../support/judge-table.ts';

const one = (s: unknown) => ({ s, condition: 's' });

describe('fieldref', async () => {
  await itJudges([
    [
      one({ 'f|fieldref': 'g' }),
      [
        { f: 'a', g: 'A' },
        { f: '', g: '' },
        { f: 5, g: '5' },
        { f: true, g: 'true' },
        { f: ['x', 'a'], g: ['a', 'y'] },
      ],
      [
        { f: 'a', g: 'b' },
        { f: 'a' },
        { g: 'a' },
        {},
        { f: null, g: null },
        { f: 'ab', g: 'a' },
        { f: {}, g: {} },
        { f: [], g: [] },
      ],
    ],
    [one({ 'f|fieldref|cased': 'g' }), [{ f: 'A', g: 'A' }], [{ f: 'a', g: 'A' }]],
    [one({ 'f|cased|fieldref': 'g' }), [{ f: 'A', g: 'A' }], [{ f: 'a', g: 'A' }]],
    [
      one({ 'f|fieldref|neq': 'g' }),
      [{ f: 'a', g: 'b' }, { f: 'a' }, { g: 'a' }, {}],
      [{ f: 'a', g: 'A' }],
    ],
    [
      one({ 'f|fieldref|contains': 'g' }),
      [
        { f: 'xAx', g: 'a' },
        { f: 'a', g: '' },
      ],
      [{ f: 'a', g: 'xax' }, { f: 'a' }],
    ],
    [
      one({ 'f|fieldref|startswith': 'g' }),
      [{ f: 'ab', g: 'A' }],
      [{ f: 'ba', g: 'a' }, { g: 'a' }],
    ],
    [one({ 'f|fieldref|endswith': 'g' }), [{ f: 'ba', g: 'A' }], [{ f: 'ab', g: 'a' }, { f: 'a' }]],
    [
      one({ 'f|fieldref|endswith|cased|neq': 'g' }),
      [{ f: 'ba', g: 'A' }, {}],
      [{ f: 'bA', g: 'A' }],
    ],
    [
      one({ 'f|fieldref': ['g', 'h'] }),
      [
        { f: 'a', g: 'x', h: 'a' },
        { f: 'a', g: 'a' },
      ],
      [{ f: 'a', g: 'x', h: 'y' }],
    ],
    [
      one({ 'f|fieldref|all': ['g', 'h'] }),
      [{ f: 'a', g: 'a', h: 'a' }],
      [
        { f: 'a', g: 'a' },
        { f: 'a', g: 'a', h: 'b' },
      ],
    ],
    [
      one({ 'f|fieldref': 'a.b' }),
      [
        { f: 'x', a: { b: 'x' } },
        { f: 'x', 'a.b': 'x' },
      ],
      [{ f: 'x', a: 'x' }],
    ],
    [one({ 'f|fieldref': 'f' }), [{ f: 'a' }], [{}, { f: null }]],
    [
      one({ 'f|fieldref': 'My Field' }),
      [
        { f: 'a', MyField: 'a' },
        { f: 'a', 'My Field': 'a' },
      ],
      [{ f: 'a' }],
    ],
    [one({ 'f|fieldref': 'g' }), [{ f: 'a*', g: 'a*' }], [{ f: 'ab', g: 'a*' }]],
  ]);
});

describe('keywords', async () => {
  await itJudges([
    [
      one('word'),
      [{ x: 'a WORD b' }, { x: { y: ['z', 'words'] } }],
      [{ word: 'x' }, { x: 'wor', y: 'd' }, {}, { x: null }],
    ],
    [one(['one', 'two']), [{ x: 'two' }, { x: '1', y: 'done' }], [{ x: 'on e' }]],
    [
      one({ '|all': ['one', 'two'] }),
      [{ x: 'one', y: 'two' }, { x: 'twoone' }],
      [{ x: 'one' }, { x: 'two' }],
    ],
    [one([['one'], ['two']]), [{ x: 'two' }], [{ x: 'x' }]],
    [one([{ f: 'a' }, 'word']), [{ f: 'a' }, { x: 'word' }], [{ f: 'b' }, { g: 'a' }]],
    [one(445), [{ x: 445 }, { x: 'port 4450' }], [{ x: 44, y: 5 }]],
    [one(true), [{ x: true }, { x: 'untrue' }], [{ x: 1 }]],
    [one('a*b'), [{ x: 'x a b x' }, { x: 'ab' }], [{ x: 'a', y: 'b' }, { x: 'ba' }]],
    [one('a?c'), [{ x: 'xabcx' }], [{ x: 'ac' }]],
    [one('*end'), [{ x: 'the end of it' }], [{ x: 'en' }]],
    [one(String.raw`a\*b`), [{ x: 'xa*bx' }], [{ x: 'axb' }]],
    [one({ '|re': '^a.c$' }), [{ x: 'z', y: 'abc' }], [{ x: 'xabc' }, { x: 'ABC' }]],
    [one({ '|re|i': '^a.c$' }), [{ y: 'ABC' }], [{ x: 'xabc' }]],
    [one({ '|cased': 'Word' }), [{ x: 'a Word' }], [{ x: 'a word' }]],
    [one({ '|contains': 'word' }), [{ x: 'a word b' }], [{ x: 'wor' }]],
    [one({ '|neq': 'word' }), [{ x: 'a' }, {}], [{ x: 'a', y: 'words' }]],
    [one({ '|windash|all': [' -a', ' -b'] }), [{ x: 'x /a –b' }], [{ x: 'x /a' }]],
    [
      one({ '|base64offset': 'secret' }),
      [{ x: Buffer.from('x secret').toString('base64') }],
      [{ x: 'secret' }],
    ],
    [one({ '|wide': 'ab' }), [{ x: 'xa\0b\0x' }], [{ x: 'ab' }]],
    [
      one({ '|all': ['one', 'two'], f: 'a' }),
      [{ f: 'a', x: 'one two' }],
      [{ x: 'one two' }, { f: 'a', x: 'one' }],
    ],
    [
      { k: ['one', 'two'], s: { f: 'a' }, condition: 's and not k' },
      [{ f: 'a' }],
      [{ f: 'a', g: 'two' }, { f: 'b' }],
    ],
    [
      { k_1: 'one', k_2: 'two', s: { f: 'a' }, condition: 'all of k_* or 2 of them' },
      [{ x: 'one two' }, { f: 'a', x: 'one' }],
      [{ f: 'a' }, { x: 'two' }],
    ],
  ]);
});

describe('a field name with spaces', async () => {
  await itJudges([
    [
      one({ 'Threat Name': 'x' }),
      [{ ThreatName: 'x' }, { 'Threat Name': 'x' }],
      [{ Threat: 'x' }, { 'Threat Name': 'y', ThreatName: 'x' }],
    ],
    [
      one({ 'Threat Name|contains|all': ['x', 'y'] }),
      [{ ThreatName: 'xy' }],
      [{ ThreatName: 'x' }],
    ],
    [one({ 'Threat Name|exists': false }), [{}, { Threat: 'x' }], [{ ThreatName: 'x' }]],
  ]);
});
