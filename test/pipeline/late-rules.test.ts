// Which rules for starts are judged only where somebody asks for the process: those without which nothing is lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import { lateRules } from '../../src/pipeline/index.ts';
import { compileRuleset } from '../../src/sigma/index.ts';

const START = '00000000-0000-4000-8000-000000000001';
const CONNECTION = '00000000-0000-4000-8000-000000000002';

/** A rule for starts, one for connections, and correlations of them. */
function late(...correlated: readonly string[]) {
  const rule = (id: string, name: string, category: string) =>
    `title: ${name}\nid: ${id}\nname: ${name}\nstatus: test\nlogsource: { category: ${category} }\n` +
    `detection: { selection: { Image: a }, condition: selection }\nlevel: low\n`;
  const files = [
    { path: 'start.yml', text: rule(START, 'start', 'process_creation') },
    { path: 'connection.yml', text: rule(CONNECTION, 'connection', 'network_connection') },
    ...correlated.map((text, index) => ({
      path: `${index}.yml`,
      text:
        `title: Correlation ${index}\nid: 00000000-0000-4000-9000-00000000000${index}\n` +
        `name: c${index}\nstatus: test\nlevel: low\ncorrelation:\n${text}`,
    })),
  ];
  const compiled = compileRuleset(files);
  assert.deepEqual(
    compiled.diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  );
  return lateRules(compiled.rules, compiled.correlations);
}

const SEQUENCE = `  type: temporal_ordered
  rules: [start, connection]
  group-by: [Computer, ProcessGuid]
  timespan: 1m
`;
const NOT_LATE = { rules: new Set<string>(), asking: new Set<string>() };

describe('a rule for starts is late', () => {
  it('in the shipped sequence, where a connection asks for it', () => {
    const found = lateRules(rules, correlations);
    const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.title;
    assert.deepEqual([...found.rules].map(nameOf), [
      'Start Of A Program That Microsoft Did Not Sign',
    ]);
    assert.deepEqual([...found.asking].map(nameOf), ["SMB Connection Not Known To Be Microsoft's"]);
  });

  it('where a sequence of one process cannot be without a connection', () => {
    const found = { rules: new Set([START]), asking: new Set([CONNECTION]) };
    assert.deepEqual(late(SEQUENCE), found);
  });

  for (const [why, ...texts] of [
    ['makes findings of its own', `${SEQUENCE}  generate: true\n`],
    ['is correlated by host alone', SEQUENCE.replace(', ProcessGuid', '')],
    [
      'is counted besides',
      SEQUENCE,
      '  type: event_count\n  rules: [start]\n  group-by: [ProcessGuid]\n  timespan: 1m\n  condition: { gte: 3 }\n',
    ],
    [
      'is enough by itself',
      SEQUENCE.replace('temporal_ordered', 'temporal').replace(
        '1m\n',
        '1m\n  condition: start or connection\n',
      ),
    ],
    [
      'takes part in what another correlation refers to',
      SEQUENCE,
      '  type: event_count\n  rules: [c0]\n  group-by: [Computer]\n  timespan: 1m\n  condition: { gte: 2 }\n',
    ],
    ['is in no correlation'],
  ] as const) {
    it(`but not where it ${why}`, () => assert.deepEqual(late(...texts), NOT_LATE));
  }
});
