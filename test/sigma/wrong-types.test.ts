// Every field × every type it must not have: a diagnostic at the value, never a throw, never silence.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import { FILTER, FULL, withAt } from '../support/documents.ts';
import { hostileText } from '../support/hostile.ts';
import { documentText, errorCodes, load, problems, ruleObject } from '../support/rules.ts';

const LIST: readonly unknown[] = [];
/** Field × the values it must not have. */
const WRONG: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ['title', [null, '', [], ['a'], {}, { a: 'b' }]],
  ['id', [null, '', [], ['a'], {}]],
  ['name', [null, '', [], ['a'], {}]],
  ['level', [null, '', 5, true, [], ['low'], {}, 'High', 'LOW', 'severe']],
  ['description', [null, [], ['a'], {}]],
  ['tags', [{}, { a: 'b' }, [null], [[]], [{}]]],
  ['references', [{}, { a: 'b' }, [null], [[]], [{}]]],
  ['falsepositives', [{}, { a: 'b' }, [null], [[]], [{}]]],
  ['guide', [null, 'a', 5, true, [], ['a']]],
  ['guide.triage', [{}, [null], [[]]]],
  ['guide.respond', [{}, [null], [[]]]],
  ['guide.harden', [{}, [null], [[]]]],
  ['guide.logging', [{}, [null], [[]]]],
  ['logsource', [null, 'a', 5, true, [], ['a'], {}]],
  ['logsource.category', [null, '', [], {}]],
  ['logsource.product', [null, '', [], {}]],
  ['logsource.service', [null, '', [], {}]],
  ['detection', [null, 'a', 5, true, [], ['a'], {}]],
  ['detection.s', [null, '', [], {}, [null], [''], [[]], [{}], [{ f: 'a' }, null]]],
  ['detection.s.f', [[], {}, { a: 'b' }, [[]], [{}], ['a', ['b']]]],
  ['detection.condition', [null, '', 5, true, [], {}, [null], [''], [[]], [{}], ['s', {}]]],
  ['detection.timeframe', ['5m', null, 5, [], {}]],
  ['correlation', [null, 'a', LIST, {}, { type: 'event_count' }]],
  ['action', [null, 'global', 'reset', LIST, {}]],
];

describe('a field of the wrong type', () => {
  for (const [path, values] of WRONG) {
    for (const value of values) {
      it(`rejects the rule: ${path} is ${JSON.stringify(value)}`, () => {
        const text = documentText(withAt(FULL, path.split('.'), value));
        assert.notDeepEqual(errorCodes(text), []);
        assert.equal(load(text).rules.length, 0);
      });
    }
  }

  for (const [path, values] of [
    ['title', [null, '', [], {}]],
    ['id', [null, '', [], {}]],
    ['owner', [null, [], {}]],
    ['reason', [null, [], {}]],
    ['logsource', [null, 'a', [], {}]],
    ['filter', [null, 'a', 5, [], {}]],
    ['filter.rules', [null, '', [], {}, [null], ['r1', {}]]],
    ['filter.s', [null, '', [], {}, [null], ['']]],
    ['filter.condition', [null, '', 5, [], {}]],
  ] as const) {
    for (const value of values) {
      it(`rejects the filter: ${path} is ${JSON.stringify(value)}`, () => {
        const filter = documentText(withAt(FILTER, path.split('.'), value));
        const { diagnostics, rules } = load(`${documentText(FULL)}\n---\n${filter}`);
        assert.ok(diagnostics.some(({ severity }) => severity === 'error'));
        assert.deepEqual(rules[0]?.filters, []);
      });
    }
  }

  it('is reported at the value', () => {
    const text = [
      'title: [a]',
      'id: {}',
      'level: 5',
      'tags:',
      '  - {}',
      'logsource: x',
      'detection: y',
    ];
    assert.deepEqual(problems(text.join('\n')), [
      'SIGMA_FIELD_TYPE 1:8',
      'SIGMA_FIELD_TYPE 2:5',
      'SIGMA_FIELD_TYPE 6:12',
      'SIGMA_FIELD_TYPE 7:12',
      'SIGMA_UNKNOWN_LEVEL 3:8',
      'SIGMA_FIELD_TYPE 5:5',
    ]);
  });

  for (const value of ['a', 5, true, ['a'], [['a']], [{ f: 'a' }, 'a']]) {
    it(`is none where keywords can stand: detection.s is ${JSON.stringify(value)}`, () => {
      const text = documentText(withAt(FULL, ['detection', 's'], value));
      assert.deepEqual(problems(text), []);
      assert.equal(load(text).rules.length, 1);
    });
  }

  it('is none where a number or a boolean can be read as text', () => {
    const { rules } = load(
      documentText(ruleObject({ title: 5, id: 1, description: true, tags: 7 })),
    );
    assert.deepEqual(
      rules.map(({ title, id, description, tags }) => ({ title, id, description, tags })),
      [{ title: '5', id: '1', description: 'true', tags: ['7'] }],
    );
  });

  it('is none in fields that are not ours', () => {
    const custom = {
      status: [],
      author: {},
      regression_tests_path: 1,
      related: 'x',
      __proto__x: [],
    };
    assert.deepEqual(problems(documentText({ ...FULL, ...custom })), []);
  });
});

describe('the compiler', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'title',
      'id',
      'level',
      'logsource',
      'category',
      'detection',
      's',
      'f|contains',
      'condition',
    ),
    fc.constantFrom(
      'filter',
      'rules',
      'correlation',
      'guide',
      'triage',
      'tags',
      '__proto__',
      '<<',
      '',
      '|all',
    ),
    hostileText.filter((text) => text.length < 900),
  );
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, 5, -0.5, 1e300, 's', 'not s', '1 of them', 'low', '*', ''),
    hostileText,
  );
  const node = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  })).node;
  const PATHS = [...WRONG.map(([path]) => path), 'detection.t', 'detection.s.g|cidr', 'filter'];

  it('never throws, whatever the tree, and never answers with silence', () => {
    const property = fc.property(node, (document) => {
      const { rules, diagnostics } = load(JSON.stringify(document));
      assert.ok(rules.length > 0 || diagnostics.some(({ severity }) => severity === 'error'));
    });
    check(property, 3_000);
  });

  it('never throws, whatever stands in one place of a sound rule, and points into the file', () => {
    const property = fc.property(fc.constantFrom(...PATHS), node, (path, value) => {
      const text = documentText(withAt(FULL, path.split('.'), value));
      const { rules, diagnostics } = load(text);
      const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
      assert.equal(rules.length, hasErrors ? 0 : 1);
      for (const rule of rules)
        assert.equal(typeof rule.matches({ field: () => 'a', leaves: () => [] }), 'boolean');
      for (const { position } of diagnostics) {
        assert.equal(position.line, 1);
        assert.ok(position.column >= 1 && position.column <= text.length + 1);
      }
    });
    check(property, 4_000);
  });
});
