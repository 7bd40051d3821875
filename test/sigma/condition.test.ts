// Conditions: every production of the grammar, and who binds tighter.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import {
  compileOne,
  documentText,
  errorCodes,
  ruleObject,
  withCondition,
} from '../support/rules.ts';

const NAMES = ['a', 'b', 'c', 's_1', 's_2', 't_1', '_h'] as const;
const DETECTION = Object.fromEntries(NAMES.map((name) => [name, { [name]: 'y' }]));

/** Whether the condition holds where exactly the named identifiers do. */
function holds(condition: string | readonly string[], names: readonly string[]): boolean {
  const text = documentText(ruleObject({ detection: { ...DETECTION, condition } }));
  return compileOne(text).matches({
    field: (name) => (names.includes(name) ? 'y' : 'n'),
    leaves: () => [],
  });
}

describe('a condition', () => {
  for (const [condition, yes, no] of [
    ['a', ['a'], ['b']],
    ['not a', [], ['a']],
    ['not not a', ['a'], []],
    ['a and b', ['a', 'b'], ['a']],
    ['a or b', ['b'], ['c']],
    ['a or b and c', ['a'], ['b']],
    ['a and b or c', ['c'], ['a']],
    ['(a or b) and c', ['b', 'c'], ['a', 'b']],
    ['not a and b', ['b'], ['a', 'b']],
    ['not (a and b)', ['a'], ['a', 'b']],
    ['not a or b', [], ['a']],
    ['a and not b or c', ['a'], ['a', 'b']],
    ['((a))', ['a'], []],
    ['(a)and(b)', ['a', 'b'], ['b']],
    [' a  and\tb ', ['a', 'b'], ['b']],
    ['1 of s_*', ['s_2'], ['t_1']],
    ['any of s_*', ['s_1'], ['a']],
    ['all of s_*', ['s_1', 's_2'], ['s_1']],
    ['not 1 of s_*', ['t_1'], ['s_1']],
    ['1 of *_1', ['t_1'], ['s_2']],
    ['all of *_1', ['s_1', 't_1'], ['s_1']],
    ['1 of s*1', ['s_1'], ['s_2']],
    ['1 of *_*', ['t_1'], ['a', '_h']],
    ['1 of s_1', ['s_1'], ['s_2']],
    ['1 of them', ['t_1'], ['_h']],
    ['all of them', ['a', 'b', 'c', 's_1', 's_2', 't_1'], ['a', 'b', 'c', 's_1', 's_2', '_h']],
    ['2 of s_*', ['s_1', 's_2'], ['s_1', 'a']],
    ['2 of them', ['a', 't_1'], ['a', '_h']],
    ['not 2 of *_1', ['s_1'], ['s_1', 't_1']],
    ['3 of them and _h', ['a', 'b', 'c', '_h'], ['a', 'b', '_h']],
    ['1 of _*', ['_h'], ['a', 'b', 'c', 's_1', 's_2', 't_1']],
    ['_h', ['_h'], []],
    ['a and 1 of s_* or c', ['a', 's_1'], ['a']],
    ['1 of s_* and all of *_1', ['s_1', 't_1'], ['s_2', 't_1']],
  ] as const) {
    it(`"${condition}" means what it says`, () => {
      assert.equal(holds(condition, yes), true);
      assert.equal(holds(condition, no), false);
    });
  }

  for (const [conditions, yes, no] of [
    [['a'], ['a'], ['b']],
    [['a', 'b and c'], ['a'], ['b']],
    [['a', 'b and c'], ['b', 'c'], ['c']],
    [['not a', '1 of s_*'], ['a', 's_1'], ['a']],
  ] as const) {
    it(`of a list ${JSON.stringify(conditions)} holds where one of it does`, () => {
      assert.equal(holds(conditions, yes), true);
      assert.equal(holds(conditions, no), false);
    });
  }

  it('may use names that look like its own words', () => {
    const detection = {
      all: { f: 'a' },
      any: { g: 'b' },
      1: { h: 'c' },
      condition: 'all and any and 1',
    };
    const values = new Map(Object.entries({ f: 'a', g: 'b', h: 'c' }));
    const rule = compileOne(documentText(ruleObject({ detection })));
    assert.equal(rule.matches({ field: (name) => values.get(name), leaves: () => [] }), true);
  });

  it('may be quoted, folded or kept in lines', () => {
    for (const source of [['s and'], ['>-', '    s and'], ['|', '    s and']]) {
      const text = withCondition(...source, '    not t_1');
      assert.deepEqual(errorCodes(text), [], text);
    }
    assert.deepEqual(errorCodes(withCondition('"s and not t_1"')), []);
    assert.deepEqual(errorCodes(withCondition("'s and not t_1'")), []);
  });
});

type Tree =
  | { readonly name: string }
  | { readonly not: Tree }
  | { readonly link: 'and' | 'or'; readonly left: Tree; readonly right: Tree };

const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.record({ name: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ not: tie('tree') }),
    fc.record({
      link: fc.constantFrom<'and' | 'or'>('and', 'or'),
      left: tie('tree'),
      right: tie('tree'),
    }),
  ),
})).tree;

/** The tree with no bracket more than the specification's precedence needs. */
function print(node: Tree, binding: 0 | 1 | 2): string {
  if ('name' in node) return node.name;
  if ('not' in node) return `not ${print(node.not, 2)}`;
  const own = node.link === 'or' ? 0 : 1;
  const text = `${print(node.left, own)} ${node.link} ${print(node.right, own)}`;
  return own < binding ? `(${text})` : text;
}

function evaluate(node: Tree, names: readonly string[]): boolean {
  if ('name' in node) return names.includes(node.name);
  if ('not' in node) return !evaluate(node.not, names);
  const [left, right] = [evaluate(node.left, names), evaluate(node.right, names)];
  return node.link === 'and' ? left && right : left || right;
}

describe('the grammar', () => {
  it('reads any tree as it was printed with the fewest brackets', () => {
    const property = fc.property(tree, fc.subarray(['a', 'b', 'c']), (node, names) => {
      assert.equal(holds(print(node, 0), names), evaluate(node, names));
    });
    check(property, 2_000);
  });
});
