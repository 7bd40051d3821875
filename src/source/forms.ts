// A source whose records come in several forms (a start names its process otherwise than a connection does) → readers.

import type { DerivedRow, FieldRow } from './adapter.ts';
import { type ReadField, type RecordView, rowReader } from './record-event.ts';

/**
 * Field readers of a source with a table per form: each field is read by the form that the record has, and is absent
 * where that form has no row for it, so never filled from another form's place. A derived row wins over the tables.
 */
export function readersOfForms<V extends RecordView, F extends string>(
  forms: Readonly<Record<F, readonly FieldRow[]>>,
  derived: readonly DerivedRow<V>[],
  formOf: (view: V) => F,
): ReadonlyMap<string, ReadField<V>> {
  const readers = new Map<string, ReadField<V>>();
  const rows: readonly FieldRow[] = Object.values<readonly FieldRow[]>(forms).flat();
  for (const field of new Set(rows.map((row) => row.field))) {
    const byForm = readersByForm(forms, field);
    readers.set(field, (view) => byForm.get(formOf(view))?.(view.record));
  }
  for (const row of derived) readers.set(row.field, row.derive);
  return readers;
}

function readersByForm<F extends string>(
  forms: Readonly<Record<F, readonly FieldRow[]>>,
  field: string,
): ReadonlyMap<string, ReturnType<typeof rowReader>> {
  const readers = new Map<string, ReturnType<typeof rowReader>>();
  for (const [form, rows] of Object.entries<readonly FieldRow[]>(forms)) {
    const row = rows.find((one) => one.field === field);
    if (row !== undefined) readers.set(form, rowReader(row));
  }
  return readers;
}
