// Every modifier × every type of value: taken, or refused by code where the value stands. Every chain that conflicts.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MODIFIERS } from '../../src/sigma/modifiers/table.ts';
import {
  compileOne,
  load,
  matchesEvent,
  problems,
  ruleText,
  selectionText,
} from '../support/rules.ts';

/** A value of each type, as YAML. */
const VALUES = {
  text: 'a',
  wildcard: "'a*'",
  empty: "''",
  integer: '5',
  fraction: '1.5',
  boolean: 'true',
  null: 'null',
} as const;

type ValueType = keyof typeof VALUES;

const TEXTS: readonly ValueType[] = ['text', 'wildcard', 'empty'];
const ALL: readonly ValueType[] = [...TEXTS, 'integer', 'fraction', 'boolean', 'null'];

/** Modifier × the types it takes, alone in the chain. */
const TAKES: Readonly<Record<string, readonly ValueType[]>> = {
  contains: TEXTS,
  startswith: TEXTS,
  endswith: TEXTS,
  all: ALL,
  neq: ALL,
  cased: TEXTS,
  exists: ['boolean'],
  windash: TEXTS,
  re: TEXTS,
  i: [],
  ignorecase: [],
  m: [],
  multiline: [],
  s: [],
  dotall: [],
  base64: ['text'],
  base64offset: ['text'],
  utf16le: TEXTS,
  wide: TEXTS,
  utf16be: TEXTS,
  utf16: TEXTS,
  lt: ['integer', 'fraction'],
  lte: ['integer', 'fraction'],
  gt: ['integer', 'fraction'],
  gte: ['integer', 'fraction'],
  minute: ['integer'],
  hour: ['integer'],
  day: ['integer'],
  week: ['integer'],
  month: ['integer'],
  year: ['integer'],
  cidr: [],
  expand: TEXTS,
  fieldref: ['text'],
};

/** Without a field they would be without effect. */
const NEEDS_FIELD: ReadonlySet<string> = new Set([
  ...['exists', 'fieldref', 'cidr', 'minute', 'lt', 'startswith', 'endswith'],
]);

function errorsOf(key: string, value: string): readonly string[] {
  return problems(selectionText([`${key}: ${value}`])).filter((one) => !one.startsWith('LINT'));
}

describe('a modifier', () => {
  it('stands in this table, each of them', () => {
    assert.deepEqual([...MODIFIERS.keys()].sort(), Object.keys(TAKES).sort());
  });

  for (const [name, taken] of Object.entries(TAKES)) {
    for (const type of ALL) {
      const isTaken = taken.includes(type);
      it(`"${name}" ${isTaken ? 'takes' : 'refuses'} a value that is ${type}`, () => {
        const isNoNetwork = name === 'cidr' && TEXTS.includes(type);
        const code = isNoNetwork ? 'SIGMA_CIDR' : 'SIGMA_MODIFIER_TYPE';
        const expected = isTaken ? [] : [`${code} 8:${9 + name.length}`];
        assert.deepEqual(errorsOf(`f|${name}`, VALUES[type]), expected);
      });
    }
  }

  for (const name of Object.keys(TAKES)) {
    if (!NEEDS_FIELD.has(name)) continue;
    it(`"${name}" needs a field`, () => {
      const values = { exists: 'true', cidr: '10.0.0.0/8', minute: '5', lt: '5' };
      const value = Object.entries(values).find(([key]) => key === name)?.[1] ?? 'a';
      assert.match(String(errorsOf(`"|${name}"`, value)), /^SIGMA_MODIFIER_TYPE/);
    });
  }

  for (const [key, value, found] of [
    ['f|base64', "'a*'", 'found the string "a*"'],
    ['f|fieldref', "'a?'", 'found the string "a?"'],
    ['f|gt', "'5'", 'found the string "5"'],
    ['f|exists', "'yes'", 'found the string "yes"'],
    ['f|minute', '1.5', 'found the number 1.5'],
    ['f|lt', 'true', 'found true'],
  ] as const) {
    it(`that does not take its value shows it: ${key}: ${value}`, () => {
      const [only] = load(selectionText([`${key}: ${value}`])).diagnostics;
      assert.ok(only?.message.endsWith(found), only?.message);
    });
  }

  it('that does not take its value shows no more of it than a line holds', () => {
    const [only] = load(selectionText([`f|gt: ${'a'.repeat(5_000)}`])).diagnostics;
    assert.ok(Number(only?.message.length) < 300, only?.message);
  });

  for (const key of ['f|', 'f||contains', 'f|contains|']) {
    it(`that is empty is said to be missing: ${key}`, () => {
      const [only] = load(selectionText([`"${key}": a`])).diagnostics;
      assert.match(String(only?.message), /a modifier is missing behind "\|"/);
    });
  }

  it('that is unknown is not "not": the message says what to write', () => {
    assert.deepEqual(errorsOf('f|not', 'a'), ['SIGMA_UNKNOWN_MODIFIER 8:7']);
  });

  it('of one letter that is unknown is near to no other', () => {
    const messages = ['f|q', 'f|I'].map((key) => load(selectionText([`${key}: a`])).diagnostics);
    assert.doesNotMatch(String(messages[0]?.[0]?.message), /did you mean/);
    assert.match(String(messages[1]?.[0]?.message), /did you mean "i"\?/);
  });

  it('is told of what it found in words, never in names of the source', () => {
    for (const [key, found] of [
      ['f|hour|hour', 'a part of a date'],
      ['f|gt|gt', 'a comparison'],
      ['f|cidr|cidr', 'a network'],
      ['f|re|re', 'a pattern'],
      ['f|fieldref|fieldref', 'a field reference'],
    ] as const) {
      const value = key.startsWith('f|c') ? '10.0.0.0/8' : /^f\|[hg]/.test(key) ? '5' : 'a';
      const [first] = load(selectionText([`${key}: ${value}`])).diagnostics;
      assert.match(String(first?.message), new RegExp(`found ${found}$`));
    }
  });

  it('of the ends does tie a pattern among keywords', () => {
    const rule = compileOne(ruleText(['k:', '  "|re|startswith": a', 'condition: k']));
    assert.equal(matchesEvent(rule, { x: 'ab' }), true);
    assert.equal(matchesEvent(rule, { x: 'ba' }), false);
  });
});

describe('a chain', () => {
  for (const [key, value] of [
    ['f|contains|startswith|endswith', 'a'],
    ['f|windash|contains|all', '[a, b]'],
    ['f|all|windash|contains', '[a, b]'],
    ['f|wide|base64offset|contains', 'a'],
    ['f|utf16|base64|contains', 'a'],
    ['f|base64offset|contains|cased|neq', 'a'],
    ['f|re|i|m|s|all|neq', '[a, b]'],
    ['f|re|startswith|i', 'a'],
    ['f|cidr|all|neq', '[10.0.0.0/8, 10.1.0.0/16]'],
    ['f|fieldref|startswith|cased|neq|all', '[g, h]'],
    ['f|cased|fieldref', 'g'],
    ['f|lt|neq|all', '[1, 2]'],
    ['f|hour|neq', '1'],
    ['f|windash|contains|expand|cased', '-a'],
    ['f|re|expand|i', 'a'],
  ] as const) {
    it(`"${key}" is taken`, () => {
      assert.deepEqual(errorsOf(key, value), []);
    });
  }

  for (const other of [...MODIFIERS.keys()].filter((name) => name !== 'exists')) {
    it(`of "exists" and "${other}" is refused: it stands alone`, () => {
      for (const key of [`f|exists|${other}`, `f|${other}|exists`]) {
        assert.deepEqual(errorsOf(key, 'true'), ['SIGMA_MODIFIER_CONFLICT 8:5']);
      }
    });
  }

  for (const [key, value] of [
    ...['contains', 'startswith', 'endswith', 'windash', 're', 'fieldref', 'expand', 'base64'].map(
      (name) => [`f|cidr|${name}`, '10.0.0.0/8'] as const,
    ),
    ...['utf16', 'wide', 'base64offset'].map((name) => [`f|${name}|cidr`, '10.0.0.0/8'] as const),
    ...['minute', 'hour', 'day', 'week', 'month', 'year'].flatMap((name) => [
      [`f|${name}|gte`, '5'] as const,
      [`f|lt|${name}`, '5'] as const,
    ]),
    ['f|hour|minute', '5'],
    ['f|lt|gt', '5'],
    ['f|lte|lt', '5'],
    ['f|gt|contains', '5'],
    ['f|contains|lt', 'a'],
    ['f|re|fieldref', 'a'],
    ['f|re|windash', 'a'],
    ['f|windash|fieldref', 'a'],
    ['f|re|base64', 'a'],
    ['f|wide|re', 'a'],
    ['f|base64|base64offset', 'a'],
    ['f|fieldref|base64', 'a'],
    ['f|fieldref|wide', 'a'],
    ['f|base64|expand', 'a'],
    ['f|expand|wide', '"%a%"'],
    ['f|expand|fieldref', '"%a%"'],
  ] as const) {
    it(`"${key}" is refused as a conflict`, () => {
      assert.deepEqual(errorsOf(key, value), ['SIGMA_MODIFIER_CONFLICT 8:5']);
    });
  }

  for (const [what, key, value] of [
    ['re first', 'f|contains|re', 'a'],
    ['re before cased, which a pattern is', 'f|cased|re', 'a'],
    ['re once', 'f|re|re', 'a'],
    ['flags behind re', 'f|i|re', 'a'],
    ['nothing cased but texts', 'f|re|cased', 'a'],
    ['fieldref before contains', 'f|contains|fieldref', 'a'],
    ['cidr unmodified', 'f|cased|cidr', '10.0.0.0/8'],
    ['cidr without case', 'f|cidr|cased', '10.0.0.0/8'],
    ['no encoded wildcards', 'f|contains|base64', 'a'],
    ['no encoding twice', 'f|wide|utf16be', 'a'],
    ['base64 behind utf16', 'f|base64offset|contains|base64offset', 'a'],
    ['expand behind windash, which would miss the values', 'f|expand|windash', '"-a %b%"'],
    ['no reference to a field of wildcards', 'f|fieldref', '"a*"'],
    ['no text of a date', 'f|hour|startswith', '5'],
  ] as const) {
    it(`"${key}" is refused: ${what}`, () => {
      assert.deepEqual(errorsOf(key, value), [`SIGMA_MODIFIER_TYPE 8:${7 + key.length}`]);
    });
  }
});

describe('windash', () => {
  it('is refused where it would make thousands of texts of one value', () => {
    assert.deepEqual(errorsOf('f|windash', '-a -b -c -d -e'), []);
    assert.deepEqual(errorsOf('f|windash', '-a -b -c -d -e -f'), ['SIGMA_MODIFIER_TYPE 8:16']);
    assert.deepEqual(errorsOf('f|windash', '"-a*-b*-c*-d*-e*-f"'), ['SIGMA_MODIFIER_TYPE 8:16']);
  });

  it('is refused where many values make too many texts, before they fill memory', () => {
    const values = new Array<string>(20_000).fill('-a -b -c -d -e').join(', ');
    assert.match(String(errorsOf('f|windash', `[${values}]`)), /^SIGMA_TOO_LARGE 8:\d+$/);
  });
});
