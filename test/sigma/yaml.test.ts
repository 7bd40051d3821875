// parseYaml: source text and places are kept, and broken text is a diagnostic.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entryOf, type YamlScalar } from '../../src/sigma/yaml/node.ts';
import { errorCodes, load, problems, ruleText, selectionText } from '../support/rules.ts';
import { parse } from '../support/yaml.ts';

/** The scalar under `f` of a text's only document. */
function scalarOf(text: string): YamlScalar {
  const { nodes, codes } = parse(text);
  assert.deepEqual(codes, []);
  const [node] = nodes;
  assert.ok(node?.kind === 'map');
  const value = entryOf(node, 'f')?.value;
  assert.ok(value?.kind === 'scalar');
  return value;
}

describe('a scalar', () => {
  for (const [written, value] of [
    ['00000429', '00000429'],
    ['-007', '-007'],
    ['429', 429],
    ['-1.5', -1.5],
    ['0', 0],
    ['0.5', 0.5],
    ['.inf', '.inf'],
    ['.nan', '.nan'],
    ['1_000', '1_000'],
    ['12:30', '12:30'],
    ['2026-11-24', '2026-11-24'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['true', true],
    ['False', false],
    ['null', null],
    ['~', null],
    ['', null],
    ['"445"', '445'],
    ["'true'", 'true'],
    ['"null"', 'null'],
    ["''", ''],
    ["'it''s'", "it's"],
    ['"\\\\ \\t \\u2028 \\x00"', '\\ \t \u2028 \0'],
    ["'\\\\'", '\\\\'],
    ['a # comment', 'a'],
    ['a#b', 'a#b'],
    ['C:\\x', 'C:\\x'],
    ['!!str 445', '445'],
    ['|\n  a\n  b\n', 'a\nb\n'],
    ['|-\n  a\n  b\n', 'a\nb'],
    ['>\n  a\n  b\n', 'a b\n'],
    ['>-\n  a\n\n  b\n', 'a\nb'],
  ] as const) {
    it(`written ${JSON.stringify(written)} means ${JSON.stringify(value)}`, () => {
      assert.equal(scalarOf(`f: ${written}`).value, value);
    });
  }

  for (const digits of ['18446744073709551615', '9007199254740993', '1.10', '1e3', '0x1BD', '+5']) {
    it(`keeps the text of ${digits}`, () => {
      assert.equal(scalarOf(`f: ${digits}`).source, digits);
    });
  }

  it('keeps its place behind an anchor and a tag', () => {
    const { position, source } = scalarOf('a: 1\nf: &x !!str abc\n');
    assert.deepEqual([source, position.line, position.column], ['abc', 2, 13]);
  });
});

describe('a file', () => {
  it('may end its lines as Windows does', () => {
    const text = ruleText(['s:', '  f: a', 'condition: s']);
    assert.deepEqual(problems(text.replaceAll('\n', '\r\n')), []);
    assert.deepEqual(problems(selectionText(['f|rex: a']).replaceAll('\n', '\r\n')), [
      'SIGMA_UNKNOWN_MODIFIER 8:7',
    ]);
  });

  it('may begin with a byte order mark, which moves nothing', () => {
    const text =
      'level: bad\ntitle: T\nlogsource: {category: c}\ndetection: {s: {f: a}, condition: s}\n';
    assert.deepEqual(problems(text), ['SIGMA_UNKNOWN_LEVEL 1:8']);
    assert.deepEqual(problems(`\ufeff${text}`), ['SIGMA_UNKNOWN_LEVEL 1:8']);
  });

  it('may hold comments anywhere', () => {
    const text = ruleText(['# a', 's: # b', '  # c', '  f: a # d', 'condition: s # e']);
    assert.deepEqual(problems(`# first\n${text}# last`), []);
  });

  it('may use anchors, which mean what they name', () => {
    const text = ruleText(['s: &s', '  f: &v [a, b]', 't:', '  g: *v', 'condition: s and t']);
    const { rules, diagnostics } = load(text);
    assert.deepEqual(diagnostics, []);
    const values = new Map([
      ['f', 'a'],
      ['g', 'b'],
    ]);
    assert.equal(rules[0]?.matches({ field: (name) => values.get(name), leaves: () => [] }), true);
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['blank lines', '\n\n  \n'],
    ['a comment', '# nothing'],
    ['a marker', '---\n'],
    ['a text', 'hello'],
    ['a number', '5'],
    ['a list', '- a\n'],
    [
      'binary junk',
      Array.from({ length: 4_000 }, (_, i) => String.fromCharCode((i * 7919) % 65_536)).join(''),
    ],
    ['an executable', '\x7fELF\x02\x01\x01\0\0\0'],
  ] as const) {
    it(`that is ${what} holds no rule, and says so once`, () => {
      const { rules, diagnostics, documents } = load(text);
      assert.equal(rules.length, 0);
      assert.equal(diagnostics.length, 1);
      assert.match(String(diagnostics[0]?.code), /^(?:SIGMA_NOT_A_RULE|YAML_SYNTAX)$/);
      assert.equal(documents, 1);
    });
  }

  for (const [what, text] of [
    ['a tab as indentation', 'title: T\ndetection:\n\ts: 1\n'],
    ['a key twice', 'title: T\ntitle: U\n'],
    ['a key twice in a selection', selectionText(['f: a', 'f: b'])],
    ['a selection twice', ruleText(['s:', '  f: a', 's:', '  f: b', 'condition: s'])],
    ['an open bracket', 'title: [a\n'],
    ['an open quote', 'title: "a\n'],
    ['a bad escape', 'title: "\\q"\n'],
    ['a value behind a value', 'title: "a" b\n'],
    ['a key without its colon', 'title: T\ndetection\n'],
  ] as const) {
    it(`with ${what} is no YAML`, () => {
      assert.ok(errorCodes(text).includes('YAML_SYNTAX'), String(problems(text)));
      assert.equal(load(text).rules.length, 0);
    });
  }

  for (const [what, detection] of [
    ['as a number and as a text', ['1:', '  f: a', '"1":', '  f: b', 'condition: "1"']],
    ['by an alias', ['&k s:', '  f: a', '*k :', '  f: b', 'condition: s']],
  ] as const) {
    it(`that names one search identifier twice, ${what}, loses none of them in silence`, () => {
      assert.notDeepEqual(errorCodes(ruleText(detection)), []);
    });
  }

  it('with an alias that names nothing is no YAML: it must not pass for null', () => {
    assert.notDeepEqual(errorCodes(selectionText(['f: *typo'])), []);
  });

  it('with a tag that nobody defined is refused: it must not pass for plain text', () => {
    assert.notDeepEqual(errorCodes(selectionText(['f: !re a.*'])), []);
  });

  it('with a merge key is refused, as nothing is merged', () => {
    const detection = ['b: &b', '  f: a', 's:', '  <<: *b', 'condition: s'];
    const [first, ...others] = load(ruleText(detection)).diagnostics;
    assert.deepEqual(others, []);
    assert.equal(first?.code, 'YAML_SYNTAX');
    assert.deepEqual([first?.position.line, first?.position.column], [10, 5]);
    assert.match(String(first?.message), /merge key "<<" is not read/);
  });

  it('with a quoted "<<" has a key like any other', () => {
    assert.deepEqual(errorCodes(selectionText(['"<<": a'])), []);
  });

  it('with a map as a key is refused', () => {
    assert.notDeepEqual(errorCodes(selectionText(['? {a: b}', ': c'])), []);
  });

  it('with several documents loses only the broken one', () => {
    const good = (id: string) => ruleText(['s:', '  f: a', 'condition: s'], id);
    const text = `${good('r1')}---\ntitle: [\n---\n${good('r2')}`;
    const { rules, documents } = load(text);
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['r1', 'r2'],
    );
    assert.deepEqual(errorCodes(text), ['YAML_SYNTAX']);
    assert.equal(documents, 3);
  });

  it('with several broken documents counts each', () => {
    const good = ruleText(['s:', '  f: a', 'condition: s']);
    assert.equal(load(`title: [\n---\ntitle: {\n---\n${good}`).documents, 3);
  });

  it('counts lines through its documents', () => {
    const first = ruleText(['s:', '  f: a', 'condition: s']);
    const second = selectionText(['f|rex: a']).replace('r1', 'r2');
    const line = first.split('\n').length + 8;
    assert.deepEqual(problems(`${first}---\n${second}`), [`SIGMA_UNKNOWN_MODIFIER ${line}:7`]);
  });
});
