// Sequences of events → whether a correlation fires at the first step that asserts it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeSequence } from '../../src/cli/rule-cases/judge-sequence.ts';
import { parseSequence } from '../../src/cli/rule-cases/sequence.ts';

const BASE = (name: string) => `
title: ${name}
id: ${name}
logsource: { category: test }
detection: { s: { kind: ${name} }, condition: s }
---`;

/** Judges events of rules `a` and `b`: second, rule, whether it is to fire. */
async function isRight(
  correlation: object,
  steps: readonly (readonly [number, string, 0 | 1 | null])[],
): Promise<boolean> {
  const spec = { type: 'event_count', rules: ['a'], 'group-by': ['u'], timespan: '60s' };
  const text = JSON.stringify({
    title: 'C',
    id: 'c',
    correlation: { ...spec, ...correlation },
    level: 'high',
  });
  const row = parseSequence(
    `${BASE('a')}${BASE('b')}\n${text}`,
    steps.map(([ts, kind, correlations]) => ({ ts, event: { kind, u: 'x' }, correlations })),
    '',
  );
  assert.ok(row.ok);
  const { isPassed } = await judgeSequence(row.value, { file: 'f', line: 1 }, new Map());
  return isPassed;
}

const COUNT = { condition: { gte: 3 } };
const NOT = { type: 'temporal', rules: ['a', 'b'], condition: 'a and not b' };

describe('a step of a sequence', () => {
  for (const [what, correlation, steps] of [
    [
      'fires when the threshold is reached',
      COUNT,
      [
        [0, 'a', 0],
        [1, 'a', 0],
        [2, 'a', 1],
      ],
    ],
    [
      'does not fire for what comes after it at the same time',
      COUNT,
      [
        [7, 'a', 0],
        [7, 'a', 0],
        [7, 'a', 1],
      ],
    ],
    [
      'fires if it completes a window that ends later',
      COUNT,
      [
        [0, 'a', 0],
        [20, 'a', 0],
        [10, 'a', 1],
      ],
    ],
    [
      'is judged by what came up to it',
      NOT,
      [
        [0, 'a', 1],
        [1, 'b', null],
      ],
    ],
    [
      'does not fire where a refuting one came before',
      NOT,
      [
        [0, 'b', 0],
        [1, 'a', 0],
      ],
    ],
  ] as const) {
    it(what, async () => assert.ok(await isRight(correlation, steps)));
  }

  it('is wrong where it fires and ought not to', async () => {
    assert.equal(await isRight({ condition: { gte: 1 } }, [[0, 'a', 0]]), false);
    assert.equal(await isRight(COUNT, [[0, 'a', 1]]), false);
  });
});
