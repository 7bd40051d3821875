// Which rules run on an event: by logsource, and not on what they cannot judge.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import { anEvent, aRule } from '../finding/builders.ts';

const LOGSOURCES = [
  [{ category: 'network_connection', product: 'windows' }, true],
  [{ category: 'network_connection' }, true],
  [{}, true],
  [{ category: 'Network_Connection', product: 'Windows' }, true],
  [{ category: 'process_creation', product: 'windows' }, false],
  [{ category: 'network_connection', product: 'linux' }, false],
  [{ product: 'windows', service: 'security' }, false],
] as const;

for (const [logsource, applies] of LOGSOURCES) {
  test(`a rule for ${JSON.stringify(logsource)} ${applies ? 'runs' : 'does not run'} on a Windows connection`, () => {
    const routing = createRouting([aRule({ logsource })]);
    assert.equal(judgeEvent(routing, anEvent()).length, applies ? 1 : 0);
    assert.equal(judgeEvent(routing, anEvent()).length, applies ? 1 : 0, 'also from the cache');
  });
}

test('events of different logsources that share their texts share their rules', () => {
  const routing = createRouting([aRule()]);
  const one = routing.rulesFor(anEvent());
  assert.equal(routing.rulesFor(anEvent()), one);
});

test('an event of a wider category reaches the rules of both', () => {
  const rules = ['registry_set', 'registry_event'].map((category) =>
    aRule({ id: category, logsource: { category } }),
  );
  const logsource = { category: 'registry_set', moreCategories: ['registry_event'] };
  const routing = createRouting(rules);
  const ids = judgeEvent(routing, anEvent({ logsource })).map(({ rule }) => rule.id);
  assert.deepEqual(ids, ['registry_set', 'registry_event']);
  assert.equal(routing.rulesFor(anEvent({ logsource: { category: 'registry_set' } })).length, 1);
});

const PROGRAM_FIELDS = [
  'Image',
  'image',
  'OriginalFileName',
  'CommandLine',
  'Company',
  'Signature',
  'SignatureStatus',
  'Signed',
  'Hashes',
  'ParentImage',
  'process.code_signature.trusted',
];

for (const field of PROGRAM_FIELDS) {
  test(`a rule that reads ${field} does not run on an unattributed connection`, () => {
    const routing = createRouting([aRule({ fields: ['DestinationPort', field] })]);
    assert.equal(judgeEvent(routing, anEvent({ isAttributed: false })).length, 0);
    assert.equal(judgeEvent(routing, anEvent()).length, 1);
  });
}

test('a rule that does not read the program runs on an unattributed connection', () => {
  const routing = createRouting([aRule({ fields: ['DestinationPort', 'Initiated'] })]);
  assert.equal(judgeEvent(routing, anEvent({ isAttributed: false })).length, 1);
});
