// `action: global, reset, repeat`: old, still read, with a notice; what would be lost in silence is an error.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, matchesEvent, problems } from '../support/rules.ts';

const GLOBAL = [
  'action: global',
  'title: T',
  'level: high',
  'logsource:',
  '  category: test',
  '  product: windows',
  'detection:',
  '  condition: s',
];
const rule = (id: string, ...more: readonly string[]) => [`id: ${id}`, ...more];
const selects = (value: string) => ['detection:', '  s:', `    f: ${value}`];

function file(...documents: readonly (readonly string[])[]): string {
  return documents.map((lines) => lines.join('\n')).join('\n---\n');
}

function errorsOf(text: string): readonly string[] {
  return problems(text).filter((problem) => !problem.startsWith('LINT'));
}

describe('action: global', () => {
  const text = file(
    GLOBAL,
    rule('r1', ...selects('a')),
    rule('r2', 'level: low', 'logsource:', '  product: linux', ...selects('b')),
  );

  it('goes into every rule that follows, with a notice that it is deprecated', () => {
    assert.deepEqual(problems(text), ['LINT_ACTION_DEPRECATED 1:1']);
    const { rules, documents } = load(text);
    assert.deepEqual(
      rules.map(({ id, title, level }) => `${id} ${title} ${level}`),
      ['r1 T high', 'r2 T low'],
    );
    assert.equal(documents, 3);
    const [first] = rules;
    assert.ok(first !== undefined);
    assert.equal(matchesEvent(first, { f: 'a' }), true);
    assert.equal(matchesEvent(first, { f: 'b' }), false);
  });

  it("is merged map by map, and a rule's own values win", () => {
    assert.deepEqual(
      load(text).rules.map(({ logsource }) => logsource),
      [
        { category: 'test', product: 'windows' },
        { category: 'test', product: 'linux' },
      ],
    );
  });

  it('is replaced by the next one', () => {
    const other = GLOBAL.map((line) => line.replace('high', 'critical'));
    const { rules } = load(
      file(GLOBAL, rule('r1', ...selects('a')), other, rule('r2', ...selects('a'))),
    );
    assert.deepEqual(
      rules.map(({ level }) => level),
      ['high', 'critical'],
    );
  });

  it('leaves two rules without an id of their own with one title: the second is refused', () => {
    assert.deepEqual(errorsOf(file(GLOBAL, selects('a'), selects('b'))), [
      'SIGMA_DUPLICATE_ID 14:1',
    ]);
  });

  it('that no rule follows is an error: it would be lost', () => {
    assert.deepEqual(errorsOf(file(GLOBAL)), ['SIGMA_ACTION 1:1']);
    const twice = file(GLOBAL, GLOBAL, rule('r1', ...selects('a')));
    assert.deepEqual(errorsOf(twice), ['SIGMA_ACTION 1:1']);
  });
});

describe('a filter or a correlation behind action: global', () => {
  const FILTER = [
    'title: F',
    'owner: sigma-lambda',
    'reason: R',
    'logsource:',
    '  category: test',
    'filter:',
    '  rules: [r1]',
    '  admin:',
    '    user: x',
    '  condition: not admin',
  ];
  const CORRELATION = [
    'title: C',
    'correlation:',
    '  type: event_count',
    '  rules: [r1]',
    '  group-by: [user]',
    '  timespan: 5m',
    '  condition:',
    '    gte: 2',
  ];

  it('stays as it is: it has no detection of its own', () => {
    const text = file(GLOBAL, rule('r1', ...selects('a')), FILTER, CORRELATION);
    assert.deepEqual(errorsOf(text), []);
    const { rules, correlations } = load(text);
    assert.equal(rules[0]?.filters.length, 1);
    assert.deepEqual(
      correlations.map(({ level }) => level),
      ['medium'],
    );
  });

  it('is no rule that it could go into, nor one to repeat', () => {
    assert.deepEqual(errorsOf(file(GLOBAL, FILTER)), [
      'SIGMA_ACTION 1:1',
      'SIGMA_FILTER_NO_RULE 10:1',
    ]);
    assert.deepEqual(
      errorsOf(file(CORRELATION, ['action: repeat', 'title: T']))[0],
      'SIGMA_ACTION 10:1',
    );
  });
});

describe('action: reset', () => {
  it('ends what was global', () => {
    const text = file(
      GLOBAL,
      rule('r1', ...selects('a')),
      ['action: reset'],
      rule('r2', ...selects('b')),
    );
    assert.deepEqual(
      load(text).rules.map(({ id }) => id),
      ['r1'],
    );
    assert.ok(errorsOf(text).includes('SIGMA_MISSING_FIELD 17:1'), String(errorsOf(text)));
  });

  it('that holds anything else is an error: it would be lost', () => {
    const text = file(GLOBAL, rule('r1', ...selects('a')), ['action: reset', 'title: X']);
    assert.deepEqual(errorsOf(text), ['SIGMA_ACTION 15:1']);
  });
});

describe('action: repeat', () => {
  it('is the rule before with changes', () => {
    const text = file(GLOBAL.slice(1).concat('  s:', '    f: a', 'id: r1'), [
      'action: repeat',
      'id: r2',
      'level: low',
      ...selects('b'),
    ]);
    const { rules, diagnostics } = load(text);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['LINT_ACTION_DEPRECATED'],
    );
    assert.deepEqual(
      rules.map(({ id, level }) => `${id} ${level}`),
      ['r1 high', 'r2 low'],
    );
    const [, second] = rules;
    assert.ok(second !== undefined);
    assert.equal(matchesEvent(second, { f: 'b' }), true);
    assert.equal(matchesEvent(second, { f: 'a' }), false);
  });

  it('with no rule before it is an error', () => {
    assert.deepEqual(errorsOf(file(['action: repeat', 'title: T'])), ['SIGMA_ACTION 1:1']);
  });
});

describe('an action', () => {
  for (const value of ['globl', 'Global', '5', 'null', '[]', '{}', '""']) {
    it(`that is ${value} rejects the document, where it stands`, () => {
      assert.deepEqual(errorsOf(`title: T\naction: ${value}\n`), ['SIGMA_ACTION 2:9']);
    });
  }

  it('does not leave its file', () => {
    assert.equal(load(file(GLOBAL, rule('r1', ...selects('a')))).rules.length, 1);
    assert.equal(load(file(rule('r2', ...selects('a')))).rules.length, 0);
  });
});
