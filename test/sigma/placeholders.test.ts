// expand: `%name%` × the values given. Several in one value, in patterns, escaped, with wildcards; missing ones by name.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRuleset, loadRuleset, type Placeholders } from '../../src/sigma/index.ts';
import { itJudgesValues } from '../support/judge-table.ts';
import { matchesEvent, selectionText } from '../support/rules.ts';

const GIVEN: Placeholders = new Map([
  ['Admins', ['root', 'adm*']],
  ['Hosts', ['pc1', 'pc2']],
  ['a.b-c', ['x']],
  ['sharp', ['a.c', 'a+?', String.raw`b\*`]],
  ['none', []],
]);

describe('a placeholder', async () => {
  await itJudgesValues(
    [
      ['f|expand', '%Admins%', ['root', 'ROOT', 'administrator'], ['%Admins%', 'roots', undefined]],
      ['f|expand', '%Hosts%-%Admins%', ['pc1-root', 'pc2-admin'], ['pc1-', 'pc3-root', 'pc1']],
      ['f|expand', '%Hosts%%Hosts%', ['pc1pc2', 'pc2pc2'], ['pc1']],
      ['f|expand', 'x%a.b-c%y', ['xxy'], ['xy']],
      ['f|expand', '*%Hosts%?', ['a pc1!', 'pc2!'], ['pc1']],
      ['f|contains|expand', '%Hosts%', ['a pc2 b'], ['pc3']],
      ['f|expand|contains', '%Hosts%', ['a pc2 b'], ['pc3']],
      ['f|endswith|expand', String.raw`\\%Hosts%`, [String.raw`d\pc1`], ['pc1']],
      ['f|expand|cased', '%Hosts%', ['pc1'], ['PC1']],
      ['f|expand|neq', '%Hosts%', ['pc3', undefined], ['pc1', 'PC2']],
      ['f|expand|all|contains', ['%Hosts%', '%Admins%'], ['pc2 root'], ['pc1', 'root']],
      ['f|windash|expand', '-h %Hosts%', ['/h pc1', '–h pc2'], ['h pc1']],
      ['f|expand', ['%Hosts%', 'lit'], ['pc1', 'lit'], ['x']],
      ['f|expand', String.raw`\%Hosts\%`, ['%Hosts%'], ['pc1', String.raw`\%Hosts\%`]],
      ['f|expand', String.raw`\%Hosts%`, ['%Hosts%'], ['pc1']],
      ['f|expand', '50% of 70% of it', ['50% of 70% of it'], ['50']],
      ['f|expand', '100%', ['100%'], ['100']],
      ['f', '%Hosts%', ['%hosts%'], ['pc1']],
      ['|expand', '%Hosts%', ['a pc1 b'], ['pc3']],
      ['f|re|expand', '^%Hosts%$', ['pc1', 'pc2'], ['PC1', 'pc1x', '%Hosts%']],
      ['f|re|expand', '^%sharp%$', ['a.c', 'a+x', 'b*'], ['abc', 'aa', 'bx', 'a+']],
      ['f|re|i|expand', '^%Admins%!$', ['ROOT!', 'adm\nin!'], ['root']],
      ['f|re|expand', String.raw`^\%Hosts\%$`, ['%Hosts%'], ['pc1']],
      ['f|re|expand', String.raw`^\\%Hosts%$`, [String.raw`\pc1`], ['pc1']],
      ['f|re', '^%Hosts%$', ['%Hosts%'], ['pc1']],
    ],
    GIVEN,
  );
});

function errorsOf(lines: readonly string[], placeholders: Placeholders = GIVEN): readonly string[] {
  const { diagnostics, units } = loadRuleset([{ path: 'r.yml', text: selectionText(lines) }], {
    placeholders,
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  assert.equal(units.length, errors.length === 0 ? 1 : 0);
  for (const { rule } of errors) assert.equal(rule, 'T');
  return errors.map(({ code, position, message }) => {
    const name = /%[^%]+%/.exec(message)?.[0] ?? '';
    return `${code} ${position.line}:${position.column} ${name}`.trim();
  });
}

describe('a placeholder without values', () => {
  for (const [what, lines, expected] of [
    ['rejects the rule by name and place', ['f|expand: "%x%"'], ['SIGMA_PLACEHOLDER 8:15 %x%']],
    ['that is empty rejects it too', ['f|expand: "%none%"'], ['SIGMA_PLACEHOLDER 8:15 %none%']],
    ['in a pattern', ['f|re|expand: "%x%"'], ['SIGMA_PLACEHOLDER 8:18 %x%']],
    ['in a keyword', ['"|expand": "%x%"'], ['SIGMA_PLACEHOLDER 8:16 %x%']],
    ['in another case', ['f|expand: "%hosts%"'], ['SIGMA_PLACEHOLDER 8:15 %hosts%']],
    [
      'named like a key of the runtime',
      ['f|expand: "%constructor%"'],
      ['SIGMA_PLACEHOLDER 8:15 %constructor%'],
    ],
    [
      'is reported with all the others',
      ['f|expand:', '  - "%x%%y%"', '  - "%Hosts%"', 'g|expand: "%z%"'],
      ['SIGMA_PLACEHOLDER 9:9 %x%', 'SIGMA_PLACEHOLDER 9:9 %y%', 'SIGMA_PLACEHOLDER 11:15 %z%'],
    ],
  ] as const) {
    it(what, () => {
      assert.deepEqual(errorsOf(lines), expected);
    });
  }

  it('rejects its rule only', () => {
    const { rules } = compileRuleset([
      { path: 'a.yml', text: selectionText(['f|expand: "%x%"']) },
      { path: 'b.yml', text: selectionText(['f: a']).replace('r1', 'r2') },
    ]);
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['r2'],
    );
  });
});

describe('the values of placeholders', () => {
  const many: Placeholders = new Map([
    ['m', Array.from({ length: 150 }, (_, index) => `v${index}`)],
    ['open', ['(']],
  ]);

  it('may be many', () => {
    assert.deepEqual(errorsOf(['f|expand: "%m%"'], many), []);
  });

  it('that multiply beyond bounds are refused, in one value and in all', () => {
    assert.deepEqual(errorsOf(['f|expand: "%m%%m%"'], many), ['SIGMA_TOO_LARGE 8:15']);
    const list = new Array<string>(200).fill('"%m%"').join(', ');
    assert.match(String(errorsOf([`f|expand: [${list}]`], many)), /^SIGMA_TOO_LARGE 8:\d+$/);
  });

  it('are no patterns in a pattern', () => {
    const text = selectionText(["f|re|expand: '^%open%$'"]);
    const [rule] = compileRuleset([{ path: 'r.yml', text }], { placeholders: many }).rules;
    assert.ok(rule !== undefined);
    assert.equal(matchesEvent(rule, { f: '(' }), true);
  });

  it('that make a pattern too long are refused', () => {
    const long: Placeholders = new Map([['m', ['x'.repeat(5_000)]]]);
    assert.deepEqual(errorsOf(['f|re|expand: "%m%"'], long), ['SIGMA_REGEX 8:18']);
  });
});
