// A filter ends by the event's time, never by a clock: a replay gives the answer of its day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import { aFilter, anEvent, aRule } from '../finding/builders.ts';

const END_MS = Date.UTC(2026, 11, 25);

function suppressorAt(timeMs: number | undefined, ...ends: readonly (number | undefined)[]) {
  const filters = ends.map((expiresMs, index) =>
    aFilter({
      id: `f${index}`,
      keeps: () => false,
      ...(expiresMs === undefined ? {} : { expiresMs }),
    }),
  );
  const [judgement] = judgeEvent(createRouting([aRule({ filters })]), anEvent({ timeMs }));
  assert.ok(judgement !== undefined, 'the rule matches, filtered or not');
  return judgement.suppressedBy?.id;
}

for (const [what, timeMs, ends, expected] of [
  ['suppresses to the last millisecond of its last day', END_MS - 1, [END_MS], 'f0'],
  ['suppresses what happened years before', 0, [END_MS], 'f0'],
  ['suppresses nothing from the next day on', END_MS, [END_MS], undefined],
  ['does not suppress an event whose time nobody knows', undefined, [END_MS], undefined],
  ['without an end suppresses at any time', END_MS * 2, [undefined], 'f0'],
  ['without an end suppresses an event without a time', undefined, [undefined], 'f0'],
  ['that has ended leaves the match to the next', END_MS, [END_MS, undefined], 'f1'],
] as const) {
  test(`a filter ${what}`, () => {
    assert.equal(suppressorAt(timeMs, ...ends), expected);
  });
}
