// Hostile YAML: huge, deep, multiplying, random. A diagnostic and never a crash.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import { compileRuleset, toRuleFile } from '../../src/sigma/index.ts';
import { errorCodes, load, problems, selectionText } from '../support/rules.ts';
import { parse } from '../support/yaml.ts';
import { anyText } from '../support/any-text.ts';

describe('a hostile file', () => {
  const repeat = (text: string, count: number) => text.repeat(count);
  for (const [what, code, text] of [
    ['of ten million characters', 'YAML_TOO_LARGE', `title: ${repeat('x', 10_000_000)}`],
    ['that nests lists', 'YAML_TOO_COMPLEX', `a: ${repeat('[', 100)}${repeat(']', 100)}`],
    ['that nests maps', 'YAML_TOO_COMPLEX', `a: ${repeat('{a: ', 100)}1${repeat('}', 100)}`],
    ['that names itself', 'YAML_TOO_COMPLEX', 'a: &a [*a]'],
    ['that nests lists deeper than a parser goes', 'YAML_TOO_COMPLEX', `a: ${repeat('[', 20_000)}`],
    ['that is a program', 'YAML_SYNTAX', '\x7fELF\x02\x01\x01\0\0\0\0'],
    ['that holds an escape sequence raw', 'YAML_SYNTAX', 'title: "\x1b[31m"'],
    ['that names itself in a map', 'YAML_TOO_COMPLEX', 'a: &a {b: *a}'],
  ] as const) {
    it(`${what} is refused`, () => {
      assert.deepEqual(parse(text), { nodes: [], codes: [code] });
    });
  }

  it('that is no text is one error where it begins, not one for each word', () => {
    const text = `title: T\nid: "\0"\n${repeat('x: [ } \u0001\n', 1_000)}`;
    assert.deepEqual(problems(text), ['YAML_SYNTAX 2:6']);
    assert.match(String(load(text).diagnostics[0]?.message), /control character U\+0000/);
  });

  it('that is no UTF-8 is refused where it stops being so: its values would never be found', () => {
    const good = new TextEncoder().encode(selectionText(['f: "\ufffd é 😀"', 'g: "']));
    for (const [bad, column] of [
      [[0xff], 9],
      [[0x61, 0xc3, 0x28], 10],
      [[0xed, 0xa0, 0x80], 9],
      [[0xf0, 0x9f], 9],
    ] as const) {
      const end = good.lastIndexOf(0x22) + 1;
      const bytes = Buffer.from([...good.slice(0, end), ...bad, ...good.slice(end)]);
      const { diagnostics, rules } = compileRuleset([toRuleFile('r', bytes, String(bytes))]);
      assert.deepEqual(rules, []);
      assert.deepEqual(
        diagnostics.map(({ code, position }) => `${code} ${position.line}:${position.column}`),
        [`YAML_SYNTAX 9:${column}`],
      );
    }
  });

  it('may hold U+FFFD itself, which is a character like any other', () => {
    const bytes = Buffer.from(selectionText(['f: "\ufffd"']));
    assert.equal('invalidAt' in toRuleFile('r', bytes, String(bytes)), false);
  });

  it('is quoted in part, where a parser would quote it all', () => {
    for (const { message } of load(`a: 1\nb\n${repeat('x', 90_000)}: y: z`).diagnostics) {
      assert.ok(message.length < 300, message);
    }
    for (const { message } of load(`a: "b" ${repeat('x', 90_000)}`).diagnostics) {
      assert.ok(message.length < 300, message);
    }
  });

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
      anyText({ maxLength: 30 }),
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
