// `Field|modifier|modifier`: order, conflicts, unknown modifiers, each reported where it stands.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, problems, selectionText } from '../support/rules.ts';

describe('a field key', () => {
  for (const [what, lines, expected] of [
    [
      'reports each modifier of a chain',
      ['f|contains|rex|wied: a'],
      ['SIGMA_UNKNOWN_MODIFIER 8:16', 'SIGMA_UNKNOWN_MODIFIER 8:20'],
    ],
    ['counts from behind a quote', ["'f|rex': a"], ['SIGMA_UNKNOWN_MODIFIER 8:8']],
    ['counts from behind a double quote', ['"f|rex": a'], ['SIGMA_UNKNOWN_MODIFIER 8:8']],
    ['counts from behind a tag', ['!!str f|rex: a'], ['SIGMA_UNKNOWN_MODIFIER 8:13']],
    ['counts characters, not bytes', ['Поле|rex: a'], ['SIGMA_UNKNOWN_MODIFIER 8:10']],
    ['may hold spaces', ['Threat Name|rex: a'], ['SIGMA_UNKNOWN_MODIFIER 8:17']],
    ['refuses a modifier nobody knows', ['f|contians: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['refuses a modifier in capitals', ['f|Contains: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['refuses a modifier with a space', ['f| contains: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['refuses an empty modifier', ['f|: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['refuses an empty modifier within', ['f||contains: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['refuses "not", which is none', ['f|not: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    ['knows no name of the runtime', ['f|constructor: a'], ['SIGMA_UNKNOWN_MODIFIER 8:7']],
    [
      'reports an unknown one before any conflict of the others',
      ['f|nosuch|re|cidr: a'],
      ['SIGMA_UNKNOWN_MODIFIER 8:7'],
    ],
    [
      'reports every field',
      ['f|re: (', 'g|nosuch: b'],
      ['SIGMA_REGEX 8:11', 'SIGMA_UNKNOWN_MODIFIER 9:7'],
    ],
    [
      'refuses cidr with contains',
      ['f|cidr|contains: 10.0.0.0/8'],
      ['SIGMA_MODIFIER_CONFLICT 8:5'],
    ],
    [
      'refuses contains with cidr',
      ['f|contains|cidr: 10.0.0.0/8'],
      ['SIGMA_MODIFIER_CONFLICT 8:5'],
    ],
    [
      'refuses cidr with startswith',
      ['f|startswith|all|cidr: [a, b]'],
      ['SIGMA_MODIFIER_CONFLICT 8:5'],
    ],
    [
      'refuses cidr with endswith',
      ['f|cidr|endswith: 10.0.0.0/8'],
      ['SIGMA_MODIFIER_CONFLICT 8:5'],
    ],
    ['refuses cidr twice', ['f|cidr|cidr: 10.0.0.0/8'], ['SIGMA_MODIFIER_TYPE 8:18']],
    ['takes no field for keywords', ['"": a'], []],
    ['takes no field with all for keywords', ["'|all': [a, b]"], []],
    ['warns of keywords with all that are one', ["'|all': a"], ['LINT_SINGLE_VALUE_ALL 8:5']],
    ['refuses an empty keyword, which is in every record', ['"": ""'], ['SIGMA_MODIFIER_TYPE 8:9']],
    ['warns of all on one value', ['f|contains|all: a'], ['LINT_SINGLE_VALUE_ALL 8:5']],
    ['warns of all on a list of one', ['f|contains|all: [a]'], ['LINT_SINGLE_VALUE_ALL 8:5']],
    ['takes all with cidr', ['f|cidr|all: [10.0.0.0/8, 10.1.0.0/16]'], []],
    ['takes all in front', ['f|all|startswith: [a, b]'], []],
    [
      'points at the wrong value of a list',
      ['f|contains:', '  - a', '  - 5'],
      ['SIGMA_MODIFIER_TYPE 10:9'],
    ],
    [
      'points at the network that is none',
      ['f|cidr:', '  - 10.0.0.0/8', '  - "10.0.0.1/8"'],
      ['SIGMA_CIDR 10:9'],
    ],
  ] as const) {
    it(what, () => {
      assert.deepEqual(problems(selectionText(lines)), expected);
    });
  }

  for (const [written, meant] of [
    ['contians', 'contains'],
    ['Contains', 'contains'],
    ['startwith', 'startswith'],
    ['ends_with', 'endswith'],
    ['base64offest', 'base64offset'],
    ['fieldrf', 'fieldref'],
    ['cdir', 'cidr'],
  ] as const) {
    it(`asks whether "${written}" is "${meant}"`, () => {
      const [diagnostic] = load(selectionText([`f|${written}: a`])).diagnostics;
      assert.ok(diagnostic?.message.includes(`did you mean "${meant}"?`), diagnostic?.message);
    });
  }

  it('proposes nothing for what resembles nothing', () => {
    const [diagnostic] = load(selectionText(['f|frobnicate: a'])).diagnostics;
    assert.ok(!diagnostic?.message.includes('did you mean'), diagnostic?.message);
  });
});
