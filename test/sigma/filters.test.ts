// Filters: bound by id or name, kept as written, refused where they could never apply.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRuleset } from '../../src/sigma/index.ts';
import { documentText, matchesEvent, ruleObject } from '../support/rules.ts';

const file = (path: string, document: object) => ({ path, text: documentText(document) });

const RULE = file(
  'rule.yml',
  ruleObject({ name: 'smb', logsource: { category: 'c', product: 'windows' } }),
);

function filter(changes: object, section: object = {}): object {
  return {
    title: 'F',
    id: 'f1',
    logsource: { product: 'windows' },
    filter: { rules: ['r1'], admin: { user: 'admin' }, condition: 'not admin', ...section },
    ...changes,
  };
}

function errorsOf(document: object): readonly string[] {
  const { diagnostics } = compileRuleset([RULE, file('filter.yml', document)]);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** Ids of the filters bound to the one rule. */
function bound(...documents: readonly object[]): readonly string[] {
  const files = documents.map((document, index) => file(`filter${index}.yml`, document));
  const { rules } = compileRuleset([RULE, ...files]);
  return rules.flatMap((rule) => rule.filters.map(({ id }) => id));
}

describe('a filter', () => {
  it('keeps a match while its condition holds, as written', () => {
    const { rules, diagnostics } = compileRuleset([RULE, file('filter.yml', filter({}))]);
    assert.deepEqual(diagnostics, []);
    const [rule] = rules;
    assert.ok(rule !== undefined);
    assert.equal(matchesEvent(rule, { f: 'a', user: 'someone' }), true);
    assert.equal(matchesEvent(rule, { f: 'a' }), true);
    assert.equal(matchesEvent(rule, { f: 'a', user: 'Admin' }), false);
    assert.equal(matchesEvent(rule, { f: 'b', user: 'someone' }), false);
  });

  it('without "not" keeps only what it selects: nothing is negated behind the author', () => {
    const only = filter({}, { condition: 'admin' });
    const [rule] = compileRuleset([RULE, file('filter.yml', only)]).rules;
    assert.ok(rule !== undefined);
    assert.equal(matchesEvent(rule, { f: 'a', user: 'admin' }), true);
    assert.equal(matchesEvent(rule, { f: 'a', user: 'someone' }), false);
  });

  it('leaves the rule itself as it is: a suppressed match is a match', () => {
    const [rule] = compileRuleset([RULE, file('filter.yml', filter({}))]).rules;
    assert.equal(rule?.matches({ field: (name) => (name === 'f' ? 'a' : 'admin') }), true);
    assert.deepEqual(rule?.fields, ['f']);
    assert.deepEqual(rule?.filters[0]?.fields, ['user']);
  });

  it('says who owns it and why', () => {
    const [rule] = compileRuleset([RULE, file('f.yml', filter({ owner: 'O', reason: 'R' }))]).rules;
    const [only] = rule?.filters ?? [];
    assert.deepEqual(
      { id: only?.id, title: only?.title, owner: only?.owner, reason: only?.reason },
      { id: 'f1', title: 'F', owner: 'O', reason: 'R' },
    );
  });

  it('keeps its names to itself: "1 of" in it sees no selection of the rule', () => {
    const rule = ruleObject({ detection: { sel_a: { f: 'a' }, condition: '1 of sel_*' } });
    const section = { rules: ['r1'], sel_b: { g: 'b' }, condition: 'not 1 of sel_*' };
    const { rules } = compileRuleset([
      file('r.yml', rule),
      file('f.yml', { title: 'F', logsource: { category: 'test' }, filter: section }),
    ]);
    const [only] = rules;
    assert.ok(only !== undefined);
    assert.equal(matchesEvent(only, { f: 'a', g: 'x' }), true);
    assert.equal(matchesEvent(only, { f: 'a', g: 'b' }), false);
  });

  for (const [what, section] of [
    ['by id', { rules: ['r1'] }],
    ['by name', { rules: ['smb'] }],
    ['by a single id', { rules: 'r1' }],
    ['once, though by id and name', { rules: ['r1', 'smb'] }],
    ['once, though twice by id', { rules: ['r1', 'r1'] }],
  ] as const) {
    it(`is bound ${what}`, () => {
      assert.deepEqual(bound(filter({}, section)), ['f1']);
    });
  }

  it('may stand before its rule, or in the same file', () => {
    const document = file('a.yml', filter({}));
    assert.equal(compileRuleset([document, RULE]).rules[0]?.filters.length, 1);
    const both = { path: 'b.yml', text: `${document.text}\n---\n${RULE.text}` };
    assert.equal(compileRuleset([both]).rules[0]?.filters.length, 1);
    assert.equal(compileRuleset([both]).filters, 1);
  });

  it('is one of several, in their order, and each must keep', () => {
    const second = filter({ id: 'f2' }, { admin: { host: 'h' } });
    assert.deepEqual(bound(filter({}), second), ['f1', 'f2']);
    const [rule] = compileRuleset([RULE, file('a', filter({})), file('b', second)]).rules;
    assert.ok(rule !== undefined);
    assert.equal(matchesEvent(rule, { f: 'a', host: 'h' }), false);
    assert.equal(matchesEvent(rule, { f: 'a', user: 'admin' }), false);
    assert.equal(matchesEvent(rule, { f: 'a' }), true);
  });

  for (const [what, logsource, isBound] of [
    ['the same', { category: 'c', product: 'windows' }, true],
    ['wider', { product: 'windows' }, true],
    ['the same in capitals', { product: 'Windows', category: 'C' }, true],
    ['another', { product: 'linux' }, false],
    ['narrower', { category: 'c', product: 'windows', service: 's' }, false],
  ] as const) {
    it(`whose logsource is ${what} is ${isBound ? 'bound' : 'refused'}`, () => {
      assert.deepEqual(bound(filter({ logsource })), isBound ? ['f1'] : []);
      assert.deepEqual(errorsOf(filter({ logsource })), isBound ? [] : ['SIGMA_FILTER_NO_RULE']);
    });
  }

  for (const [what, document, code] of [
    ['names no rule that is loaded', filter({}, { rules: ['r2'] }), 'SIGMA_FILTER_NO_RULE'],
    [
      'names one that is loaded and one that is not',
      filter({}, { rules: ['r1', 'x'] }),
      'SIGMA_FILTER_NO_RULE',
    ],
    ['names a rule in another case', filter({}, { rules: ['SMB'] }), 'SIGMA_FILTER_NO_RULE'],
    ['expires', filter({ expires: '2026-12-31' }), 'SIGMA_UNSUPPORTED_EXPIRY'],
    ['has an expiry', filter({ expiry: '2026-12-31' }), 'SIGMA_UNSUPPORTED_EXPIRY'],
    [
      'uses a modifier that is not built',
      filter({}, { admin: { 'user|re': 'a' } }),
      'SIGMA_UNSUPPORTED_MODIFIER',
    ],
    ['holds keywords', filter({}, { admin: 'word' }), 'SIGMA_UNSUPPORTED_KEYWORDS'],
    [
      'names an unknown identifier',
      filter({}, { condition: 'not amdin' }),
      'SIGMA_UNKNOWN_IDENTIFIER',
    ],
  ] as const) {
    it(`that ${what} is refused`, () => {
      assert.deepEqual(errorsOf(document), [code]);
    });
  }

  it('that is refused leaves its rule loud: unfiltered, not gone', () => {
    const broken = file('f.yml', filter({}, { condition: 'nosuch' }));
    const { rules, diagnostics } = compileRuleset([RULE, broken]);
    assert.equal(rules.length, 1);
    assert.deepEqual(rules[0]?.filters, []);
    assert.equal(diagnostics[0]?.rule, 'F');
    assert.equal(diagnostics[0]?.position.path, 'f.yml');
  });

  it('proposes the rule that was meant', () => {
    const { diagnostics } = compileRuleset([RULE, file('f.yml', filter({}, { rules: ['smbb'] }))]);
    assert.match(String(diagnostics[0]?.message), /did you mean "smb"\?/);
  });
});
