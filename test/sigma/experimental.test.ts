// `status: experimental` → a rule that pages for nobody.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compileRuleset } from '../../src/sigma/index.ts';
import { documentText, load, ruleObject } from '../support/rules.ts';

for (const [status, expected] of [
  ['experimental', true],
  ['Experimental', true],
  ['test', undefined],
  ['stable', undefined],
  [undefined, undefined],
  [['experimental'], undefined],
] as const) {
  it(`knows whether a rule of status ${JSON.stringify(status)} is experimental`, () => {
    const { rules } = load(documentText(ruleObject({ status })));
    assert.deepEqual(
      rules.map(({ isExperimental }) => isExperimental),
      [expected],
    );
  });
}

it('knows it of a correlation by itself, not by the rules it is about', () => {
  const correlation = { type: 'event_count', rules: ['r1'], timespan: '1m', condition: { gte: 2 } };
  const documents = [
    ruleObject({ status: 'stable' }),
    { title: 'A', id: 'a', status: 'experimental', correlation },
    { title: 'B', id: 'b', status: 'test', correlation },
  ];
  const text = documents.map(documentText).join('\n---\n');
  const { correlations } = compileRuleset([{ path: 'r.yml', text }]);
  assert.deepEqual(
    correlations.map(({ isExperimental }) => isExperimental),
    [true, undefined],
  );
});
