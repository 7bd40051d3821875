// What a generated module says of a correlation → the object the pipeline runs.

import { distinctTexts, numbersIn } from './correlation-value.ts';
import type { FieldReader } from './expr.ts';

/** What reading an event takes of a correlation's data. */
export interface CorrelationFields {
  readonly type: string;
  /** By rule id the field read for each name of `group-by`. */
  readonly groupFields: Readonly<Record<string, readonly string[]>>;
  readonly valueFields: readonly string[];
}

/** What an event has for a correlation: its group and values; or why it takes no part. */
export type ReadPart =
  | {
      readonly kind: 'part';
      readonly group: readonly string[];
      readonly values: readonly (string | number)[];
    }
  | { readonly kind: 'none'; readonly lacks: readonly string[] };

/** A correlation that can read events. */
export type RunnableCorrelation<Spec> = Spec & { read(event: FieldReader, rule: string): ReadPart };

/** Adds to a correlation's data how it reads events. */
export function defineCorrelation<Spec extends CorrelationFields>(
  spec: Spec,
): RunnableCorrelation<Spec> {
  return { ...spec, read: (event, rule) => readPart(spec, event, rule) };
}

/** Keys that a source has brought to their normal form: findings are identified by them as they are. */
const NORMAL_FORM: ReadonlySet<string> = new Set(['Computer', 'ProcessGuid']);

function readPart(spec: CorrelationFields, event: FieldReader, rule: string): ReadPart {
  const group: string[] = [];
  const lacks: string[] = [];
  for (const field of spec.groupFields[rule] ?? []) {
    // Several values are no one group: the event would be counted twice.
    const [value, ...more] = groupTexts(event, field);
    if (value === undefined || more.length > 0) lacks.push(field);
    else group.push(value);
  }
  const values = valuesOf(spec, event);
  if (spec.valueFields.length > 0 && values.length === 0) lacks.push(...spec.valueFields);
  return lacks.length > 0 ? { kind: 'none', lacks } : { kind: 'part', group, values };
}

function groupTexts(event: FieldReader, field: string): readonly string[] {
  const value = event.field(field);
  const isNormal = NORMAL_FORM.has(field) && typeof value === 'string' && value !== '';
  return isNormal ? [value] : distinctTexts(value);
}

function valuesOf({ type, valueFields }: CorrelationFields, event: FieldReader) {
  const [field, ...more] = valueFields;
  if (field === undefined) return [];
  if (type !== 'value_count') {
    const numbers = numbersIn(event.field(field));
    // A sum is judged on every event, so it may only grow: nothing that comes late takes a finding back.
    return type === 'value_sum' ? numbers.filter((number) => number >= 0) : numbers;
  }
  if (more.length === 0) return distinctTexts(event.field(field));
  const tuple = valueFields.map((name) => distinctTexts(event.field(name)));
  const isTuple = tuple.every(({ length }) => length === 1);
  return isTuple ? [JSON.stringify(tuple.flat())] : [];
}
