// js, Scope and the size of what is emitted: the type and the escapes that keep untrusted text out of code.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Code, js } from '../../src/sigma/codegen/code.ts';
import { emitModuleBody } from '../../src/sigma/codegen/module.ts';
import { Scope } from '../../src/sigma/codegen/scope.ts';
import { emitModuleFile, loadRuleset } from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { hostileText } from '../support/hostile.ts';
import { documentText, ruleObject } from '../support/rules.ts';
import { anyText } from '../support/any-text.ts';

const SIGMA = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'src/sigma');

describe('a js template', () => {
  for (const [what, code, text] of [
    ['quotes a text', js`f(${'a'})`, 'f("a")'],
    ['quotes quotes and backslashes', js`${'"\\'}`, String.raw`"\"\\"`],
    ['keeps code as code', js`(${js`a`} + ${js`b`})`, '(a + b)'],
    ['writes numbers', js`${1.5} ${-1} ${1e300}`, '1.5 -1 1e+300'],
    ['writes minus zero as it is', js`${-0}`, '-0'],
    ['writes booleans', js`${true}`, 'true'],
    [
      'escapes what ends lines in some engines',
      js`${'\u2028\u2029\r\n'}`,
      String.raw`"\u2028\u2029\r\n"`,
    ],
    ['escapes what closes a script', js`${'</script>'}`, String.raw`"\u003c/script>"`],
    ['escapes what turns text around', js`${'\u202e'}`, String.raw`"\u202e"`],
    ['escapes lone surrogates', js`${'\ud800'}`, String.raw`"\ud800"`],
    ['escapes pairs as two', js`${'😀'}`, String.raw`"\ud83d\ude00"`],
    ['escapes NUL and DEL', js`${'\0\x7f'}`, String.raw`"\u0000\u007f"`],
    ['joins code', Code.join([js`a`, js`b`], js`, `), 'a, b'],
    ['joins nothing to nothing', Code.join([], js`, `), ''],
  ] as const) {
    it(what, () => {
      assert.equal(String(code), text);
    });
  }

  for (const value of [NaN, Infinity, -Infinity]) {
    it(`refuses ${value}, for which there is no literal`, () => {
      assert.throws(() => js`${value}`, RangeError);
    });
  }

  it('gives any text as a literal of printable ASCII that reads back as that text', () => {
    const property = fc.property(fc.oneof(hostileText, anyText()), (text) => {
      const literal = String(js`${text}`);
      assert.match(literal, /^"[\x20-\x7e]*"$/);
      assert.equal(JSON.parse(literal), text);
      assert.ok(!literal.includes('<'));
    });
    check(property, 3_000);
  });

  it('takes nothing but code, texts, numbers and booleans', () => {
    // Types alone: each line fails to compile without its comment, and is never called.
    const refused = [
      // @ts-expect-error null is no code
      () => js`${null}`,
      // @ts-expect-error undefined is no code
      () => js`${undefined}`,
      // @ts-expect-error an object is no code
      () => js`${{}}`,
      // @ts-expect-error a list is no code
      () => js`${[js`a`]}`,
      // @ts-expect-error a bigint is no code
      () => js`${1n}`,
      // @ts-expect-error an unknown value is no code
      (value: unknown) => js`${value}`,
      // @ts-expect-error what looks like code is none
      () => js`${{ toString: () => 'a' }}`,
      // @ts-expect-error a list of texts is no template
      (text: string) => js([text]),
      // @ts-expect-error the constructor is closed
      (text: string) => new Code(text),
      // @ts-expect-error a text is no code to join
      (text: string) => Code.join([text], js``),
    ];
    assert.equal(refused.length, 10);
  });

  it('is the only door: no other file makes code by Code.build or joins texts to a template', () => {
    const files = globSync('**/*.ts', { cwd: SIGMA }).filter((path) => path !== 'codegen/code.ts');
    assert.ok(files.length > 20);
    for (const path of files) {
      const text = readFileSync(join(SIGMA, path), 'utf8');
      assert.ok(!/Code\.build|\bjs\(|TemplateStringsArray/.test(text), path);
    }
  });
});

describe('a scope', () => {
  it('names equal constants once, in order of use', () => {
    const scope = new Scope();
    const names = [js`1`, js`2`, js`1`].map((code) => String(scope.constant(code)));
    assert.deepEqual(names, ['k0', 'k1', 'k0']);
    assert.equal(String(scope.definitions()), 'const k0 = 1;\nconst k1 = 2;');
  });

  it('defines what a constant is made of before it', () => {
    const scope = new Scope();
    scope.constant(js`f(${scope.constant(js`g()`)})`);
    assert.equal(String(scope.definitions()), 'const k0 = g();\nconst k1 = f(k0);');
  });

  it('tells code from the text that looks like it', () => {
    const scope = new Scope();
    assert.notEqual(String(scope.constant(js`a`)), String(scope.constant(js`${'a'}`)));
  });
});

describe('a module', () => {
  it('of no rules is a module', () => {
    assert.match(
      emitModuleFile([], [], 'r', 'd'),
      /const rules = \[\n\n\];\nconst correlations = .*;\nexport const digest = "d";/,
    );
  });

  it('keeps what only describes a rule out of its code, which lives as long as the rule', () => {
    const text = documentText(ruleObject({ description: 'says what it finds' }));
    const { code, pool } = emitModuleBody(loadRuleset([{ path: 'r', text }]).units);
    assert.doesNotMatch(String(code), /says what it finds/);
    assert.match(pool, /says what it finds/);
  });

  it('reads the value of a field that has many alternatives once', () => {
    const detection = { s: { 'f|contains': ['a', 'b', 'c'] }, condition: 's' };
    const text = documentText(ruleObject({ detection }));
    const code = emitModuleFile(loadRuleset([{ path: 'r', text }]).units, [], 'r', 'd');
    assert.equal(code.split(/e\.field\(|r\.foldField\(/).length - 1, 1);
  });

  for (const [what, detection] of [
    [
      'a long list named often',
      {
        s: { f: Array.from({ length: 500 }, (_, index) => `v${index}`) },
        condition: `${'s or '.repeat(500)}s`,
      },
    ],
    [
      'many identifiers asked for often',
      {
        ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`s${index}`, { f: 'a' }])),
        condition: `${'1 of them or '.repeat(1_000)}s0`,
      },
    ],
  ] as const) {
    it(`does not grow out of proportion to ${what}: the rule is refused, or its code is small`, () => {
      const text = documentText(ruleObject({ detection }));
      const { units } = loadRuleset([{ path: 'r', text }]);
      const size = emitModuleFile(units, [], 'r', 'd').length;
      assert.ok(size < 5_000_000, `${text.length} characters of rule became ${size} of code`);
    });
  }
});
