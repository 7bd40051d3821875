// An event + the values that its fields must have → an assertion that names the field that differs.

import assert from 'node:assert/strict';
import type { LogEvent } from '../../src/model/index.ts';
import type { FieldTable, SourceAdapter, SourceId } from '../../src/source/index.ts';
import { listSources } from '../../src/source/index.ts';

/** Sigma's names and what they must hold; undefined = the event lacks the field. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** Asserts each field. */
export function assertFields(event: LogEvent, expected: FieldValues): void {
  const found = Object.keys(expected).map((field) => [field, event.field(field)]);
  assert.deepEqual(Object.fromEntries(found), expected);
}

/** Asserts that the cases hold every row of the table and every derived field with a value. */
export function assertCovered(
  rows: FieldTable['rows'],
  derived: SourceAdapter['derived'],
  ...cases: readonly FieldValues[]
): void {
  const fields = [...rows, ...derived].map(({ field }) => field);
  const untested = fields.filter((field) => cases.every((one) => one[field] === undefined));
  assert.deepEqual(untested, []);
}

/** The adapter of a source. */
export function adapterOf(id: SourceId): SourceAdapter {
  const adapter = listSources().find((source) => source.id === id);
  assert.ok(adapter !== undefined);
  return adapter;
}
