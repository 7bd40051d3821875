// Filters: bound by id or name, kept as written, refused where they could never apply.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import { compileRuleset, expiryDiagnostics, loadRuleset } from '../../src/sigma/index.ts';
import { anEvent } from '../finding/builders.ts';
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
    owner: 'O',
    reason: 'R',
    expires: '2026-12-31',
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
    assert.equal(
      rule?.matches({ field: (name) => (name === 'f' ? 'a' : 'admin'), leaves: () => [] }),
      true,
    );
    assert.deepEqual(rule?.fields, ['f']);
    assert.deepEqual(rule?.filters[0]?.fields, ['user']);
  });

  it('says who owns it and why', () => {
    const [rule] = compileRuleset([RULE, file('f.yml', filter({}))]).rules;
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
      file('f.yml', { ...filter({ logsource: { category: 'test' } }), filter: section }),
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
    ['ends on no day', filter({ expires: '2026-02-30' }), 'SIGMA_FILTER_EXPIRY'],
    ['ends at a time', filter({ expires: '2026-12-31T00:00:00Z' }), 'SIGMA_FILTER_EXPIRY'],
    ['ends on a day with slashes', filter({ expires: '2026/12/31' }), 'SIGMA_FILTER_EXPIRY'],
    ['ends in a year', filter({ expires: 2026 }), 'SIGMA_FILTER_EXPIRY'],
    ['ends in a map', filter({ expires: {} }), 'SIGMA_FILTER_EXPIRY'],
    ['ends in null', filter({ expires: null }), 'SIGMA_FILTER_EXPIRY'],
    ['names its end "expiry"', filter({ expiry: '2026-12-31' }), 'SIGMA_FILTER_EXPIRY'],
    ['has no owner', filter({ owner: undefined }), 'SIGMA_MISSING_FIELD'],
    ['has a blank owner', filter({ owner: ' ' }), 'SIGMA_MISSING_FIELD'],
    ['has no reason', filter({ reason: undefined }), 'SIGMA_MISSING_FIELD'],
    ['has no end', filter({ expires: undefined }), 'SIGMA_MISSING_FIELD'],
    [
      'is the product’s and has no reason',
      filter({ owner: 'sigma-lambda', reason: undefined }),
      'SIGMA_MISSING_FIELD',
    ],
    ['names no rules', filter({}, { rules: undefined }), 'SIGMA_MISSING_FIELD'],
    ['names an empty list of rules', filter({}, { rules: [] }), 'SIGMA_MISSING_FIELD'],
    [
      'is for any rule of a logsource that none has',
      filter({ logsource: { product: 'linux' } }, { rules: 'any' }),
      'SIGMA_FILTER_NO_RULE',
    ],
    [
      'uses a modifier that nobody knows',
      filter({}, { admin: { 'user|rex': 'a' } }),
      'SIGMA_UNKNOWN_MODIFIER',
    ],
    [
      'holds a rule too',
      filter({ detection: { s: { f: 'a' }, condition: 's' } }),
      'SIGMA_FILTER_KEY',
    ],
    ['names "any" in a list', filter({}, { rules: ['any'] }), 'SIGMA_FILTER_NO_RULE'],
    ['holds an empty keyword', filter({}, { admin: '' }), 'SIGMA_MODIFIER_TYPE'],
    ['lacks a placeholder', filter({}, { admin: { 'u|expand': '%x%' } }), 'SIGMA_PLACEHOLDER'],
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

  it('that nobody owns is told its other problems too, and applies to nothing', () => {
    const unowned = { owner: undefined };
    assert.deepEqual(errorsOf(filter(unowned, { rules: ['r2'] })), [
      'SIGMA_MISSING_FIELD',
      'SIGMA_FILTER_NO_RULE',
    ]);
    assert.deepEqual(errorsOf(filter(unowned, { admin: { 'u|expand': '%x%' } })), [
      'SIGMA_MISSING_FIELD',
      'SIGMA_PLACEHOLDER',
    ]);
    assert.deepEqual(bound(filter(unowned)), []);
  });

  it('that names a rule by its title is told the id', () => {
    const rule = file('rule.yml', ruleObject({ title: 'SMB by nmap', id: 'r1' }));
    const byTitle = file('f.yml', filter({}, { rules: ['SMB by nmap'] }));
    const [first] = compileRuleset([rule, byTitle]).diagnostics;
    assert.match(String(first?.message), /"SMB by nmap", which is a title; write the id "r1"$/);
  });

  it('that names its rules under a misspelt key is told which', () => {
    const misspelt = file('f.yml', filter({}, { rules: undefined, rule: ['r1'] }));
    const [first] = compileRuleset([RULE, misspelt]).diagnostics;
    assert.match(String(first?.message), /; found "rule", which is read as a search identifier$/);
  });

  it('may hold keywords, which look at the whole record', () => {
    const [rule] = compileRuleset([RULE, file('f.yml', filter({}, { admin: 'word' }))]).rules;
    assert.ok(rule !== undefined);
    assert.equal(matchesEvent(rule, { f: 'a', g: 'x' }), true);
    assert.equal(matchesEvent(rule, { f: 'a', g: 'a WORD of it' }), false);
  });

  it('that is refused leaves its rule loud: unfiltered, not gone', () => {
    const broken = file('f.yml', filter({}, { condition: 'nosuch' }));
    const { rules, diagnostics } = compileRuleset([RULE, broken]);
    assert.equal(rules.length, 1);
    assert.deepEqual(rules[0]?.filters, []);
    assert.equal(diagnostics[0]?.rule, 'F');
    assert.equal(diagnostics[0]?.position.path, 'f.yml');
  });

  it('that shares its id with another is refused: suppressed matches are counted by id', () => {
    const files = ['one.yml', 'two.yml'].map((path) => file(path, filter({})));
    const { rules, diagnostics } = compileRuleset([RULE, ...files]);
    assert.equal(rules[0]?.filters.length, 1);
    assert.deepEqual(
      diagnostics.map(({ code, position }) => `${code} ${position.path}`),
      ['SIGMA_DUPLICATE_ID two.yml'],
    );
    assert.match(String(diagnostics[0]?.message), /of the filter at one\.yml:1/);
  });

  it('may have the id of a rule, as nothing names a filter and a rule alike', () => {
    assert.deepEqual(errorsOf(filter({ id: 'r1' })), []);
  });

  it('never applies to a correlation, and says so', () => {
    const correlation = {
      title: 'C',
      id: 'c1',
      level: 'low',
      correlation: {
        type: 'event_count',
        rules: ['r1'],
        'group-by': ['u'],
        timespan: '5m',
        condition: { gte: 2 },
      },
    };
    const { diagnostics } = compileRuleset([
      RULE,
      file('c.yml', correlation),
      file('f.yml', filter({}, { rules: ['c1'] })),
    ]);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['SIGMA_FILTER_NO_RULE'],
    );
    assert.match(String(diagnostics[0]?.message), /the correlation "c1"/);
  });

  it('for any rule is written "rules: any", and the message says so', () => {
    const { diagnostics } = compileRuleset([RULE, file('f.yml', filter({}, { rules: ['any'] }))]);
    assert.match(String(diagnostics[0]?.message), /write "rules: any"/);
  });

  it('proposes the rule that was meant', () => {
    const { diagnostics } = compileRuleset([RULE, file('f.yml', filter({}, { rules: ['smbb'] }))]);
    assert.match(String(diagnostics[0]?.message), /did you mean "smb"\?/);
  });

  it('for any rule is bound to all that its logsource contains, and to no other', () => {
    const other = file(
      'other.yml',
      ruleObject({ id: 'r2', logsource: { category: 'c', product: 'linux' } }),
    );
    const any = file('f.yml', filter({}, { rules: 'any' }));
    const { rules, diagnostics } = compileRuleset([RULE, other, any]);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      rules.map(({ id, filters }) => [id, filters.length]),
      [
        ['r1', 1],
        ['r2', 0],
      ],
    );
  });

  it('carries its end: the first moment after its last day, UTC', () => {
    const [rule] = compileRuleset([RULE, file('f.yml', filter({}))]).rules;
    assert.equal(rule?.filters[0]?.expiresMs, Date.UTC(2027, 0, 1));
  });

  it('suppresses by the time of the event, so that a replay gives the answer of its day', () => {
    const rule = ruleObject({
      logsource: { category: 'network_connection', product: 'windows' },
      detection: { s: { DestinationPort: 445 }, condition: 's' },
    });
    const files = [file('r.yml', rule), file('f.yml', filter({}, { admin: { User: 'admin' } }))];
    const routing = createRouting(compileRuleset(files).rules);
    const suppressedAt = (timeMs: number) => {
      const [judgement] = judgeEvent(routing, anEvent({ timeMs, fields: { User: 'admin' } }));
      return judgement?.suppressedBy?.id;
    };
    assert.equal(suppressedAt(Date.UTC(2026, 11, 31, 23, 59, 59, 999)), 'f1');
    assert.equal(suppressedAt(Date.UTC(2027, 0, 1)), undefined);
  });

  it('of the product needs no end', () => {
    const product = filter({ owner: 'sigma-lambda', expires: undefined });
    const [rule] = compileRuleset([RULE, file('f.yml', product)]).rules;
    assert.equal(rule?.filters.length, 1);
    assert.equal(rule?.filters[0]?.expiresMs, undefined);
  });

  it('without owner, reason and end is told of all three at once', () => {
    const bare = filter({ owner: undefined, reason: undefined, expires: undefined });
    assert.deepEqual(errorsOf(bare), [
      'SIGMA_MISSING_FIELD',
      'SIGMA_MISSING_FIELD',
      'SIGMA_MISSING_FIELD',
    ]);
  });

  it('needs none of the three where only the specification counts', () => {
    const bare = filter({ owner: undefined, reason: undefined, expires: undefined });
    const { rules, diagnostics } = compileRuleset([RULE, file('f.yml', bare)], {
      filterPolicy: 'specification',
    });
    assert.deepEqual(diagnostics, []);
    assert.equal(rules[0]?.filters.length, 1);
  });
});

describe('the end of a filter', () => {
  const expiries = loadRuleset([RULE, file('f.yml', filter({}))]).expiries;
  for (const [what, nowMs, code] of [
    ['is not mentioned 15 days before', Date.UTC(2026, 11, 16, 23), undefined],
    ['is a warning 14 days before', Date.UTC(2026, 11, 18), 'LINT_FILTER_EXPIRY'],
    ['is a warning on its last day', Date.UTC(2026, 11, 31, 23, 59), 'LINT_FILTER_EXPIRY'],
    ['is an error from the next day on', Date.UTC(2027, 0, 1), 'SIGMA_FILTER_EXPIRED'],
  ] as const) {
    it(what, () => {
      const [found] = expiryDiagnostics(expiries, nowMs);
      assert.equal(found?.code, code);
      assert.equal(found?.position.path, code && 'f.yml');
      if (found !== undefined) assert.match(found.message, /"F".*2026-12-31/);
    });
  }
});
