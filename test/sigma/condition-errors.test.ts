// Errors and lints of conditions: which, and where they stand, in every kind of scalar.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from '../support/check.ts';
import { errorCodes, load, problems, ruleText, withCondition } from '../support/rules.ts';

describe('an error in a condition', () => {
  for (const [source, expected] of [
    ['s and', 'SIGMA_CONDITION_SYNTAX 13:19'],
    ['and s', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['s t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['s and or t_1', 'SIGMA_CONDITION_SYNTAX 13:20'],
    ['s not t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['not', 'SIGMA_CONDITION_SYNTAX 13:17'],
    ['(s', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['(s t_1)', 'SIGMA_CONDITION_SYNTAX 13:17'],
    ['s)', 'SIGMA_CONDITION_SYNTAX 13:15'],
    ['()', 'SIGMA_CONDITION_SYNTAX 13:15'],
    ['of them', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['them', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['1 of', 'SIGMA_CONDITION_SYNTAX 13:18'],
    ['1 of and', 'SIGMA_CONDITION_SYNTAX 13:19'],
    ['1 of (s)', 'SIGMA_CONDITION_SYNTAX 13:19'],
    ['2 of t_*', 'SIGMA_NO_IDENTIFIER_MATCHES 13:19'],
    ['01 of t_*', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['1.5 of t_*', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['100 of t_*', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['0 of t_*', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['none of them', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['s and 3 of them', 'SIGMA_NO_IDENTIFIER_MATCHES 13:25'],
    ['s and 2 of', 'SIGMA_CONDITION_SYNTAX 13:24'],
    ['t_*', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['s AND t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['NOT s', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['s and NOT (t_1)', 'SIGMA_CONDITION_SYNTAX 13:20'],
    ['s || t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['ALL of them', 'SIGMA_CONDITION_SYNTAX 13:14'],
    ['s && t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['s, t_1', 'SIGMA_CONDITION_SYNTAX 13:15'],
    ['s $ t_1', 'SIGMA_CONDITION_SYNTAX 13:16'],
    ['s | count() > 5', 'SIGMA_CONDITION_PIPE 13:16'],
    ['s and | t_1', 'SIGMA_CONDITION_PIPE 13:20'],
    ['1 of them | near s', 'SIGMA_CONDITION_PIPE 13:24'],
    ['selection', 'SIGMA_UNKNOWN_IDENTIFIER 13:14'],
    ['s and nosuch', 'SIGMA_UNKNOWN_IDENTIFIER 13:20'],
    ['S', 'SIGMA_UNKNOWN_IDENTIFIER 13:14'],
    ['not (s or nosuch)', 'SIGMA_UNKNOWN_IDENTIFIER 13:24'],
    ['constructor', 'SIGMA_UNKNOWN_IDENTIFIER 13:14'],
    ['condition', 'SIGMA_UNKNOWN_IDENTIFIER 13:14'],
    ['1 of nosuch_*', 'SIGMA_NO_IDENTIFIER_MATCHES 13:19'],
    ['1 of S_*', 'SIGMA_NO_IDENTIFIER_MATCHES 13:19'],
    ['all of t?1', 'SIGMA_NO_IDENTIFIER_MATCHES 13:21'],
    ['1 of h*', 'SIGMA_NO_IDENTIFIER_MATCHES 13:19'],
    ['"s and nosuch"', 'SIGMA_UNKNOWN_IDENTIFIER 13:21'],
    ["'s and nosuch'", 'SIGMA_UNKNOWN_IDENTIFIER 13:21'],
    ['!!str s and nosuch', 'SIGMA_UNKNOWN_IDENTIFIER 13:26'],
  ] as const) {
    it(`"${source}" is reported where it stands`, () => {
      const text = withCondition(source);
      const errors = load(text).diagnostics.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map(({ code, position }) => `${code} ${position.line}:${position.column}`),
        [expected],
      );
      assert.equal(load(text).rules.length, 0);
    });
  }

  it('is reported for each unknown name', () => {
    const errors = errorCodes(withCondition('nosuch or (s and not other) or 1 of none_*'));
    assert.deepEqual(errors, [
      'SIGMA_UNKNOWN_IDENTIFIER',
      'SIGMA_UNKNOWN_IDENTIFIER',
      'SIGMA_NO_IDENTIFIER_MATCHES',
    ]);
  });

  it('is reported for each condition of a list, where it stands', () => {
    const text = withCondition('', '  - s and', '  - s', '  - nosuch');
    assert.deepEqual(
      problems(text).filter((problem) => !problem.startsWith('LINT')),
      ['SIGMA_CONDITION_SYNTAX 14:12', 'SIGMA_UNKNOWN_IDENTIFIER 16:7'],
    );
  });

  it('proposes the name that was meant', () => {
    const text = ruleText(['selection:', '  f: a', 'condition: selecton']);
    assert.match(String(load(text).diagnostics[0]?.message), /did you mean "selection"\?/);
  });

  for (const [source, word] of [
    ['s AND t_1', 'and'],
    ['s Or t_1', 'or'],
    ['NOT s', 'not'],
    ['s and Not (t_1)', 'not'],
    ['1 OF them', 'of'],
    ['ALL of them', 'all'],
    ['Any of t_*', 'any'],
    ['1 of Them', 'them'],
    ['s & t_1', 'and'],
    ['s && t_1', 'and'],
    ['s || t_1', 'or'],
    ['!s', 'not'],
  ] as const) {
    it(`"${source}" says: write "${word}"`, () => {
      const [first] = load(withCondition(`"${source}"`)).diagnostics;
      assert.match(String(first?.message), new RegExp(`; write "${word}"$`));
    });
  }

  it('takes a search identifier whose name is an operator in capitals', () => {
    assert.deepEqual(problems(ruleText(['AND:', '  f: a', 'condition: AND'])), []);
  });

  it('is misspelt: a missing condition names the key that is near to it', () => {
    const [only] = load(ruleText(['s:', '  f: a', 'conditon: s'])).diagnostics;
    assert.match(
      String(only?.message),
      /"condition" is missing; .*; found "conditon", which is read as a search identifier/,
    );
  });

  it('is empty: said so', () => {
    const [only] = load(ruleText(['s:', '  f: a', "condition: ''"])).diagnostics;
    assert.match(String(only?.message), /"condition" is empty; expected text/);
  });

  it('is no text: null is said to be null', () => {
    const text = ruleText(['s:', '  f: a', 'condition: null']);
    assert.deepEqual(problems(text), ['SIGMA_FIELD_TYPE 9:14']);
    assert.match(String(load(text).diagnostics[0]?.message), /"condition" is null/);
  });

  for (const [what, source] of [
    ['plain', ['s and', '    nosuch']],
    ['quoted', ['"s and', '    nosuch"']],
    ['kept in lines', ['|', '    s and', '    nosuch']],
    ['folded', ['>', '    s and', '    nosuch']],
  ] as const) {
    it(`that is ${what} over several lines stands within the file`, () => {
      const text = withCondition(...source);
      const error = load(text).diagnostics.find(({ severity }) => severity === 'error');
      assert.equal(error?.code, 'SIGMA_UNKNOWN_IDENTIFIER');
      const line = text.split('\n')[(error?.position.line ?? 0) - 1] ?? '';
      assert.ok((error?.position.column ?? 0) <= line.length + 1, JSON.stringify(error?.position));
    });
  }

  it('says what was found as whole characters', () => {
    for (const { message } of load(withCondition('s 😀 t_1')).diagnostics) {
      assert.ok(message.isWellFormed(), JSON.stringify(message));
    }
  });

  for (const [what, condition] of [
    ['brackets', `${'('.repeat(100_000)}s`],
    ['closed brackets', `${'('.repeat(100_000)}s${')'.repeat(100_000)}`],
    ['not', `${'not '.repeat(100_000)}s`],
    ['not and brackets', `${'not ('.repeat(50_000)}s`],
  ] as const) {
    it(`of ${what} without end is one error and no overflow`, () => {
      const errors = load(withCondition(`"${condition}"`)).diagnostics.filter(
        ({ severity }) => severity === 'error',
      );
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['SIGMA_CONDITION_SYNTAX'],
      );
    });
  }

  it('does not come of width: ten thousand names in a row are no nesting', () => {
    assert.deepEqual(errorCodes(withCondition(`${'s or '.repeat(10_000)}s`)), []);
    assert.deepEqual(errorCodes(withCondition(`${'(s) and '.repeat(10_000)}s`)), []);
  });
});

describe('a lint of a condition', () => {
  it('warns of an identifier that no condition uses, unless it begins with _', () => {
    assert.deepEqual(problems(withCondition('s')), ['LINT_UNUSED_IDENTIFIER 9:3']);
    assert.equal(load(withCondition('s')).rules.length, 1);
    assert.deepEqual(problems(withCondition('', '  - s', '  - t_1')), []);
    assert.deepEqual(problems(withCondition('all of them')), []);
  });
});

describe('"2 of", which the specification does not have,', () => {
  it('is taken with a warning, as other engines take it', () => {
    assert.deepEqual(problems(withCondition('2 of them')), ['LINT_NUMBER_OF 13:14']);
    assert.equal(load(withCondition('2 of them')).rules.length, 1);
  });
});

describe('the condition parser', () => {
  it('never throws, whatever the words', () => {
    const word = fc.constantFrom(
      's',
      't_1',
      'and',
      'or',
      'not',
      '(',
      ')',
      '1',
      'of',
      'all',
      'them',
      't_*',
      '|',
      '*',
      '😀',
    );
    const property = fc.property(fc.array(word, { maxLength: 9 }), (words) => {
      const { rules, diagnostics } = load(withCondition(JSON.stringify(words.join(' '))));
      const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
      assert.equal(rules.length, hasErrors ? 0 : 1);
    });
    check(property, 3_000);
  });
});
