// Rows of a table (a detection, events it matches, events it does not) → one test for each event, on every engine.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { createEventReader, loadRuleset, type Placeholders } from '../../src/sigma/index.ts';
import { ENGINES, judgesOf, verdicts } from './engines.ts';
import { documentText, ruleObject } from './rules.ts';

/** A detection, events that it matches, events that it does not. */
export type DetectionRow = readonly [
  detection: object,
  yes: readonly JsonObject[],
  no: readonly JsonObject[],
];

/** `f|modifiers`, its value, values of the field `f` that match and that do not; `undefined` = absent. */
export type ValueRow = readonly [
  key: string,
  value: unknown,
  yes: readonly unknown[],
  no: readonly unknown[],
];

/** Defines the tests of detections; to be awaited inside an async `describe`. */
export async function itJudges(
  rows: readonly DetectionRow[],
  placeholders: Placeholders = new Map(),
): Promise<void> {
  const units = rows.map(([detection]) => {
    const files = [{ path: 'r.yml', text: documentText(ruleObject({ detection })) }];
    const loaded = loadRuleset(files, { placeholders });
    const [unit] = loaded.units;
    assert.ok(
      unit !== undefined,
      `${JSON.stringify(loaded.diagnostics)} ${JSON.stringify(detection)}`,
    );
    return unit;
  });
  const judges = await judgesOf(units);
  for (const [index, [detection, yes, no]] of rows.entries()) {
    for (const event of [...yes, ...no]) {
      const expected = yes.includes(event);
      const verb = expected ? 'matches' : 'does not match';
      it(`${shown(detection)} ${verb} ${shown(event)}, whichever engine runs`, () => {
        const found = verdicts(judges, index, createEventReader(event));
        assert.deepEqual(
          found,
          ENGINES.map(() => expected),
        );
      });
    }
  }
}

/** Defines the tests of one field's values; to be awaited inside an async `describe`. */
export function itJudgesValues(
  rows: readonly ValueRow[],
  placeholders?: Placeholders,
): Promise<void> {
  const toEvent = (value: unknown): JsonObject =>
    value === undefined ? {} : JSON.parse(JSON.stringify({ f: value }));
  return itJudges(
    rows.map(([key, value, yes, no]): DetectionRow => {
      const detection = { s: { [key]: value }, condition: 's' };
      return [detection, yes.map(toEvent), no.map(toEvent)];
    }),
    placeholders,
  );
}

function shown(value: object): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;
}
