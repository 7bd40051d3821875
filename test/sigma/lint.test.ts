// Lints: what loads, and is doubtful all the same. Each has what it tells and what it leaves alone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadRuleset } from '../../src/sigma/index.ts';

const ID = '5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11';

/** A rule with nothing to tell; `changes` replace its fields, undefined leaves one out. */
function rule(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    title: 'T',
    id: ID,
    status: 'test',
    date: '2026-11-25',
    level: 'low',
    tags: ['attack.t1021.002'],
    logsource: { category: 'c' },
    detection: { s: { f: 'a' }, condition: 's' },
    ...changes,
  });
}

function detection(members: object, condition = 's'): string {
  return rule({ detection: { ...members, condition } });
}

function lintsOf(text: string): readonly string[] {
  const { diagnostics, units } = loadRuleset([{ path: 'r.yml', text }], { lints: 'all' });
  assert.equal(units.length, 1, `does not load: ${JSON.stringify(diagnostics)}`);
  for (const { severity } of diagnostics) assert.equal(severity, 'warning');
  return diagnostics.map(({ code }) => code);
}

const TOLD: readonly (readonly [string, string, string])[] = [
  ['a title of 257 characters', rule({ title: 'x'.repeat(257) }), 'LINT_TITLE'],
  ['a missing id', rule({ id: undefined }), 'LINT_ID'],
  ['an id that is no UUID', rule({ id: 'my-rule' }), 'LINT_ID'],
  ['an unknown status', rule({ status: 'tested' }), 'LINT_STATUS'],
  ['a date with slashes', rule({ date: '2026/11/25' }), 'LINT_DATE'],
  ['a day that no month has', rule({ modified: '2026-02-30' }), 'LINT_DATE'],
  [
    'a relation of an unknown type',
    rule({ related: [{ id: ID, type: 'obsoletes' }] }),
    'LINT_RELATED',
  ],
  ['a relation without a type', rule({ related: [{ id: ID }] }), 'LINT_RELATED'],
  ['a relation that is a text', rule({ related: ID }), 'LINT_RELATED'],
  ['a logsource in capitals', rule({ logsource: { product: 'Windows' } }), 'LINT_LOGSOURCE'],
  ['another taxonomy', rule({ taxonomy: 'ecs' }), 'LINT_TAXONOMY'],
  [
    '"expand" without a placeholder',
    detection({ s: { 'f|expand': '%a b%' } }),
    'LINT_NO_PLACEHOLDER',
  ],
  ['a missing level', rule({ level: undefined }), 'LINT_MISSING_LEVEL'],
  ['a misspelt key', rule({ falsepositive: ['x'] }), 'LINT_UNKNOWN_KEY'],
  [
    'a misspelt key of the logsource',
    rule({ logsource: { category: 'c', produkt: 'x' } }),
    'LINT_UNKNOWN_KEY',
  ],
  ['a tag without a namespace', rule({ tags: ['t1021'] }), 'LINT_TAG'],
  ['a tag in capitals', rule({ tags: ['attack.T1021'] }), 'LINT_TAG'],
  ['a tag of an unknown namespace', rule({ tags: ['atack.t1021'] }), 'LINT_TAG'],
  ['a technique of three digits', rule({ tags: ['attack.t102'] }), 'LINT_TAG'],
  ['a tactic with an underscore', rule({ tags: ['attack.lateral_movement'] }), 'LINT_TAG'],
  ['a CVE with a dot', rule({ tags: ['cve.2024.3094'] }), 'LINT_TAG'],
  ['a tag that stands twice', rule({ tags: ['attack.t1021', 'attack.t1021'] }), 'LINT_TAG'],
  ['a value that stands twice', detection({ s: { f: ['a', 'b', 'a'] } }), 'LINT_DUPLICATE_VALUE'],
  ['a keyword that stands twice', detection({ s: ['a', 'a'] }), 'LINT_DUPLICATE_VALUE'],
  ['"1 of" a plain name', detection({ s: { f: 'a' } }, '1 of s'), 'LINT_SINGLE_NAME_OF'],
  [
    '"all of" a plain name',
    detection({ s: { f: 'a' }, t: { g: 'b' } }, 't and not all of s'),
    'LINT_SINGLE_NAME_OF',
  ],
  [
    'an identifier that nobody uses',
    detection({ s: { f: 'a' }, t: { f: 'b' } }),
    'LINT_UNUSED_IDENTIFIER',
  ],
  [
    'two values that one field must have at once',
    detection({ s: { 'f|all': ['a', 'b'] } }),
    'LINT_UNREACHABLE',
  ],
  [
    'two selections that ask one field for different values',
    detection({ s: { EventID: 1 }, t: { EventID: [2, 3] } }, 's and t'),
    'LINT_UNREACHABLE',
  ],
  [
    'a field that must be there and must not',
    detection({ s: { f: 'a', 'f|exists': false } }),
    'LINT_UNREACHABLE',
  ],
  ['a selection and its opposite', detection({ s: { f: 'a' } }, 's and not s'), 'LINT_UNREACHABLE'],
  [
    'a selection and the opposite of all like it',
    detection({ s: { f: 'a' }, s2: { f: 'b' } }, 's and not 1 of s*'),
    'LINT_UNREACHABLE',
  ],
];

/** A field's tests that must hold together × whether one value can satisfy them. */
const TOGETHER: readonly (readonly [object, boolean])[] = [
  [{ f: 'ab', 'f|endswith': 'c' }, false],
  [{ f: 'ab', 'f|endswith': 'B' }, true],
  [{ f: 'ab', 'f|cased|endswith': 'B' }, true],
  [{ 'f|cased': 'ab', 'f|endswith|cased': 'B' }, false],
  [{ f: ['ab', 'cd'], 'f|contains': ['x', 'y'] }, false],
  [{ f: ['ab', 'cd'], 'f|contains': ['x', 'D'] }, true],
  [{ f: 'ab', 'f|startswith': 'a?c*' }, false],
  [{ f: 'ab', 'f|re': 'x' }, true],
  [{ f: null, 'f|contains': 'a' }, false],
  [{ f: null, 'f|re': 'a' }, false],
  [{ f: null, 'f|exists': true }, true],
  [{ f: null, 'f|exists': false }, true],
  [{ 'f|exists': false, 'f|contains': 'a' }, false],
  [{ f: 5, 'f|gt': 7 }, false],
  [{ f: 8, 'f|gt': 7 }, true],
  [{ f: 5, 'f|contains': '.0' }, true],
  [{ f: '5', 'f|lt': 5 }, false],
  [{ 'f|gt': 5, 'f|lt': 5 }, false],
  [{ 'f|gte': 5, 'f|lte': 5 }, true],
  [{ 'f|gte': 5, 'f|lt': 5 }, false],
  [{ 'f|lt': 9, 'f|gt': 5 }, true],
  [{ 'f|lt': 3, 'f|lte': 1 }, true],
  [{ f: '10.0.0.1', 'f|cidr': '192.168.0.0/16' }, false],
  [{ f: '10.0.0.1', 'f|cidr': '10.0.0.0/8' }, true],
  [{ 'f|startswith|all': ['ab', 'A'] }, true],
  [{ 'f|startswith|all': ['ab', 'b'] }, false],
  [{ 'f|endswith|all': ['ab', 'B'] }, true],
  [{ 'f|endswith|all': ['ab', 'a'] }, false],
  [{ 'f|startswith': 'a', 'f|endswith': 'b' }, true],
  [{ f: '2026-01-01T00:00', 'f|year': 2026 }, true],
];

const LEFT_ALONE: readonly (readonly [string, string])[] = [
  ['a rule that is whole', rule()],
  [
    'a field of the author’s own',
    rule({ 'x-team': 'blue', regression_tests_path: 'x', simulation: [] }),
  ],
  [
    'every form of tag',
    rule({
      tags: [
        'attack.t1021',
        'attack.s0039',
        'attack.g0007',
        'attack.ds0009',
        'attack.lateral-movement',
        'attack.stealth',
        'car.2016-04-005',
        'cve.2024-3094',
        'cve.2026-54121',
        'detection.threat-hunting',
        'stp.3k',
        'stp.1u',
        'tlp.amber-strict',
        'd3fend.d3-am',
      ],
    }),
  ],
  [
    '"1 of" a pattern that matches one name today',
    detection({ s: { f: 'a' }, filter_main_x: { g: 'b' } }, 's and not 1 of filter_main_*'),
  ],
  [
    'every kind of relation',
    rule({
      taxonomy: 'sigma',
      related: ['derived', 'obsolete', 'merged', 'renamed', 'similar'].map((type) => ({
        id: ID,
        type,
      })),
    }),
  ],
  ['a number and the same as text', detection({ s: { f: [445, '445'] } })],
  [
    'lists that share a value',
    detection({ s: { f: ['a', 'b'] }, t: { f: ['B', 'c'] } }, 's and t'),
  ],
  ['a number written in two ways', detection({ s: { f: 445 }, t: { f: '0445' } }, 's and t')],
  [
    'branches of "or" that ask for different values',
    detection({ s: { f: 'a' }, t: { f: 'b' } }, 's or t'),
  ],
  ['values that are not equality', detection({ s: { 'f|contains|all': ['a', 'b'] } })],
  ['identifiers with an underscore that nobody uses', detection({ s: { f: 'a' }, _t: { f: 'b' } })],
];

describe('rules check', () => {
  for (const [what, text, code] of TOLD) {
    it(`tells ${what}`, () => {
      assert.deepEqual(lintsOf(text), [code]);
    });
  }

  for (const [what, text] of LEFT_ALONE) {
    it(`leaves ${what} alone`, () => {
      assert.deepEqual(lintsOf(text), []);
    });
  }

  for (const [tests, isPossible] of TOGETHER) {
    it(`${isPossible ? 'leaves alone' : 'tells of'} a selection of ${JSON.stringify(tests)}`, () => {
      assert.deepEqual(lintsOf(detection({ s: tests })), isPossible ? [] : ['LINT_UNREACHABLE']);
    });
  }

  it('says where, and what was meant', () => {
    const text = `title: T\nid: ${ID}\nlevel: low\nlogsource:\n  category: c\ndetection:\n  s:\n    f:\n      - a\n      - a\n  condition: s\nlevle: low\n`;
    const { diagnostics } = loadRuleset([{ path: 'r.yml', text }], { lints: 'all' });
    const shown = diagnostics.map(
      ({ code, position, rule: title }) => `${code} ${position.line}:${position.column} ${title}`,
    );
    assert.deepEqual(shown, ['LINT_UNKNOWN_KEY 12:1 T', 'LINT_DUPLICATE_VALUE 10:9 T']);
    assert.match(String(diagnostics[0]?.message), /did you mean "level"\?/);
  });

  it('lints a rule that does not load, too', () => {
    const text = rule({ status: 'tested', detection: { condition: 's' } });
    const codes = loadRuleset([{ path: 'r.yml', text }], { lints: 'all' }).diagnostics.map(
      ({ code }) => code,
    );
    assert.ok(
      codes.includes('LINT_STATUS') && codes.includes('SIGMA_EMPTY_DETECTION'),
      codes.join(),
    );
  });

  it('is asked for: a scan is not told about tags', () => {
    assert.deepEqual(loadRuleset([{ path: 'r.yml', text: rule({ tags: ['x'] }) }]).diagnostics, []);
  });
});
