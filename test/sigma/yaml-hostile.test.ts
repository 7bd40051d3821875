// Hostile YAML: huge, deep, multiplying, random. A diagnostic and never a crash.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import { errorCodes, load, selectionText } from '../support/rules.ts';
import { parse } from '../support/yaml.ts';

describe('a hostile file', () => {
  const repeat = (text: string, count: number) => text.repeat(count);
  for (const [what, code, text] of [
    ['of ten million characters', 'YAML_TOO_LARGE', `title: ${repeat('x', 10_000_000)}`],
    ['that nests lists', 'YAML_TOO_COMPLEX', `a: ${repeat('[', 100)}${repeat(']', 100)}`],
    ['that nests maps', 'YAML_TOO_COMPLEX', `a: ${repeat('{a: ', 100)}1${repeat('}', 100)}`],
    ['that names itself', 'YAML_TOO_COMPLEX', 'a: &a [*a]'],
    ['that names itself in a map', 'YAML_TOO_COMPLEX', 'a: &a {b: *a}'],
  ] as const) {
    it(`${what} is refused`, () => {
      assert.deepEqual(parse(text), { nodes: [], codes: [code] });
    });
  }

  it('that multiplies by aliases is refused before it fills memory', () => {
    const levels = [...'bcdefghij'].map((name, level) => {
      const inner = String.fromCharCode('a'.charCodeAt(0) + level);
      return `${name}: &${name} [${repeat(`*${inner},`, 10)}]`;
    });
    const text = ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...levels].join('\n');
    assert.deepEqual(parse(text), { nodes: [], codes: ['YAML_TOO_COMPLEX'] });
  });

  for (const [what, text] of [
    ['open lists', repeat('[', 5_000)],
    ['open maps', repeat('{a: ', 5_000)],
    ['lists in lists', repeat('- ', 5_000)],
    ['keys in keys', repeat('? ', 5_000)],
    ['closed lists', `${repeat('[', 5_000)}${repeat(']', 5_000)}`],
    ['anchors', repeat('&a ', 2_000)],
    ['documents', repeat('---\n', 5_000)],
    ['directives', repeat('%YAML 1.2\n', 5_000)],
    ['quotes', repeat('"', 9_999)],
  ] as const) {
    it(`of ${what} without end is refused and does not overflow the stack`, () => {
      assert.notDeepEqual(errorCodes(text), []);
    });
  }

  it('of many aliases and many keys is read', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `k${index}: *v`);
    const { nodes, codes } = parse(`v: &v 1\n${keys.join('\n')}`);
    assert.deepEqual(codes, []);
    assert.ok(nodes[0]?.kind === 'map');
    assert.equal(nodes[0].entries.length, 1_001);
  });

  it('never throws, whatever the text', () => {
    const marks = fc.constantFrom(...'-:,?[]{}#&*!|>\'"%@`\n\t \\a1~<\0\ufeff\u2028');
    const text = fc.oneof(
      fc.string({ unit: marks, maxLength: 60 }),
      fc.string({ unit: marks, maxLength: 40 }).map((tail) => selectionText([`f: ${tail}`])),
      fc.string({ unit: marks, maxLength: 40 }).map((tail) => selectionText([`${tail}: a`])),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    check(
      fc.property(text, (one) => {
        const { diagnostics, rules } = load(one);
        assert.ok(diagnostics.length > 0 || rules.length > 0);
      }),
      2_500,
    );
  });
});
