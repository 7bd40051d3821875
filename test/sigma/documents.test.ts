// Documents: missing fields, what is not built, several rules in one set. Always a diagnostic.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRule, compileRuleset } from '../../src/sigma/index.ts';
import { FILTER, FULL, withAt } from '../support/documents.ts';
import {
  documentText,
  errorCodes,
  load,
  problems,
  ruleObject,
  ruleText,
  selectionText,
} from '../support/rules.ts';

describe('a field that is missing', () => {
  for (const [path, code] of [
    ['title', 'SIGMA_MISSING_FIELD'],
    ['logsource', 'SIGMA_MISSING_FIELD'],
    ['logsource.category', 'SIGMA_MISSING_FIELD'],
    ['detection', 'SIGMA_MISSING_FIELD'],
    ['detection.condition', 'SIGMA_MISSING_FIELD'],
    ['detection.s', 'SIGMA_EMPTY_DETECTION'],
  ] as const) {
    it(`rejects the rule: ${path}`, () => {
      const text = documentText(withAt(FULL, path.split('.'), undefined));
      assert.ok(errorCodes(text).includes(code), String(errorCodes(text)));
      assert.equal(load(text).rules.length, 0);
    });
  }

  for (const path of ['title', 'logsource', 'filter', 'filter.rules', 'filter.condition']) {
    it(`rejects the filter: ${path}`, () => {
      const document = withAt(FILTER, path.split('.'), undefined);
      const text = documentText(path === 'filter' ? { ...document, filter: null } : document);
      assert.notDeepEqual(errorCodes(`${documentText(FULL)}\n---\n${text}`), []);
    });
  }

  it('is reported with the others, each where it is missing', () => {
    assert.deepEqual(
      problems('id: r1\nlogsource:\n  definition: d\ndetection:\n  s:\n    f: a\n'),
      [
        'SIGMA_MISSING_FIELD 1:1',
        'SIGMA_MISSING_FIELD 3:3',
        'SIGMA_MISSING_FIELD 5:3',
        'LINT_MISSING_LEVEL 1:1',
      ],
    );
  });

  it('may be the level, which is then medium, with a warning', () => {
    const { rules, diagnostics } = load(documentText(withAt(FULL, ['level'], undefined)));
    assert.equal(rules[0]?.level, 'medium');
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => `${severity} ${code}`),
      ['warning LINT_MISSING_LEVEL'],
    );
  });

  for (const [changes, id] of [
    [{ id: 'i', name: 'n' }, 'i'],
    [{ id: undefined, name: 'n' }, 'n'],
    [{ id: undefined }, 'T'],
  ] as const) {
    it(`may be the id: "${id}" stands for it`, () => {
      assert.equal(load(documentText(ruleObject(changes))).rules[0]?.id, id);
    });
  }
});

describe('what is not built', () => {
  for (const [what, text, expected] of [
    [
      'a timeframe',
      ruleText(['s:', '  f: a', 'timeframe: 5m', 'condition: s']),
      'SIGMA_UNSUPPORTED_TIMEFRAME 9:3',
    ],
  ] as const) {
    it(`rejects the rule by name and place: ${what}`, () => {
      assert.ok(problems(text).includes(expected), String(problems(text)));
      const { rules, diagnostics } = load(text);
      assert.equal(rules.length, 0);
      for (const { rule, position } of diagnostics) {
        assert.equal(rule, 'T');
        assert.equal(position.path, 'r.yml');
      }
    });
  }
});

describe('several rules', () => {
  const rule = (id: string, title: string, changes: object = {}) => ({
    path: `${title}.yml`,
    text: documentText(ruleObject({ id, title, ...changes })),
  });

  it('with one id keep the first and reject the other by name', () => {
    const { rules, diagnostics } = compileRuleset([
      rule('r1', 'A'),
      rule('r2', 'B'),
      rule('r1', 'C'),
    ]);
    assert.deepEqual(
      rules.map(({ title }) => title),
      ['A', 'B'],
    );
    const [only] = diagnostics;
    assert.equal(diagnostics.length, 1);
    assert.equal(only?.code, 'SIGMA_DUPLICATE_ID');
    assert.equal(only?.rule, 'C');
    assert.equal(only?.position.path, 'C.yml');
    assert.ok(only?.message.includes('A.yml:1'));
  });

  it('may not share an id that stands for a missing one', () => {
    const { rules } = compileRuleset([
      rule('x', 'A'),
      { path: 'b', text: documentText(ruleObject({ id: undefined, name: 'x' })) },
    ]);
    assert.equal(rules.length, 1);
  });

  it('may not share a name: a filter that names it would tune only one of them', () => {
    const { diagnostics } = compileRuleset([
      rule('r1', 'A', { name: 'n' }),
      rule('r2', 'B', { name: 'n' }),
    ]);
    assert.ok(diagnostics.some(({ severity }) => severity === 'error'));
  });

  it('stand in the order of their files, and one fault rejects one rule', () => {
    const { rules, diagnostics, documents } = compileRuleset([
      rule('r3', 'C'),
      rule('r1', 'A', { level: 'bad' }),
      rule('r2', 'B'),
    ]);
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['r3', 'r2'],
    );
    assert.deepEqual(
      diagnostics.map(({ rule: name }) => name),
      ['A'],
    );
    assert.equal(documents, 3);
  });

  it('of one file: compileRule gives the first, or every diagnostic', () => {
    const good = compileRule(documentText(FULL), 'r.yml');
    assert.ok(good.ok);
    assert.equal(good.value.id, 'r1');
    const bad = compileRule(selectionText(['f|re: (', 'g|nosuch: b']), 'r.yml');
    assert.ok(!bad.ok);
    assert.equal(bad.error.length, 2);
    const warned = compileRule(documentText(withAt(FULL, ['level'], undefined)), 'r.yml');
    assert.ok(warned.ok);
  });
});
