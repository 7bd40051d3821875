// `rules coverage` of correlations: whether what they group and count by is there, and whether their rules can fire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { CONNECTION, coverageOf, ruleOf } from './coverage-rules.ts';

function correlationOf(correlation: object, ...rules: readonly string[]): string {
  const head = { title: 'C', id: '0a4c2c1e-4b4e-4b5f-8a55-0d5f3c1f2a10', level: 'high' };
  const { rules: named = ['5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11'] } = correlation as {
    rules?: readonly string[];
  };
  const whole = { ...head, correlation: { timespan: '5m', ...correlation, rules: named } };
  return [...rules, JSON.stringify(whole)].join('\n---\n');
}

const COUNT = { type: 'event_count', condition: { gte: 3 } };
const SECOND = '9d0e2a44-1f0b-4b9c-8f61-1b7d5c9a3e33';

for (const [what, text, verdict, lacks] of [
  [
    'of events by host and process',
    correlationOf(
      { ...COUNT, 'group-by': ['Computer', 'ProcessGuid'] },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'can-fire',
    [],
  ],
  [
    'by a field that nobody has',
    correlationOf(
      { ...COUNT, 'group-by': ['Flavour'] },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'never',
    ['Flavour'],
  ],
  [
    'that counts values nobody has',
    correlationOf(
      { type: 'value_count', 'group-by': ['Computer'], condition: { field: 'Flavour', gte: 3 } },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'never',
    ['Flavour'],
  ],
  [
    'of a rule that can never fire',
    correlationOf({ ...COUNT, 'group-by': ['Computer'] }, ruleOf(CONNECTION, { Flavour: 'x' })),
    'never',
    [],
  ],
  [
    'of a logsource that nobody has',
    correlationOf(
      { ...COUNT, 'group-by': ['Computer'] },
      ruleOf({ category: 'webserver' }, { x: 'y' }),
    ),
    'other-logsource',
    [],
  ],
  [
    'in time of two rules, one of which can never fire',
    correlationOf(
      {
        type: 'temporal',
        'group-by': ['Computer'],
        rules: ['5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11', SECOND],
      },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
      ruleOf(CONNECTION, { Flavour: 'x' })
        .replace(/"id":"[^"]*"/, `"id":"${SECOND}"`)
        .replace('"T"', '"T2"'),
    ),
    'never',
    [],
  ],
] as const) {
  test(`a correlation ${what} is ${verdict} on Sysmon`, async (t) => {
    const rules = await coverageOf(makeFolder(t, { 'c.yml': text }));
    const { sources } = rules.at(-1);
    assert.equal(rules.at(-1).rule.title, 'C');
    const { needsJoin: _, ...found } = sources.find(
      ({ source }: { source: string }) => source === 'sysmon',
    );
    assert.deepEqual(found, { source: 'sysmon', verdict, lacks });
  });
}
