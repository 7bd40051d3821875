// cased, exists, fieldref: what kind of comparison is meant.

import type { SigmaValue } from '../rule/value.ts';
import { type Applied, type Modifier, plainText, wrongType } from './modifier.ts';

/** Compares with case. */
export const cased: Modifier = {
  name: 'cased',
  summary: 'The value is compared with case.',
  scope: 'value',
  conflictsWith: [],
  apply: (value) =>
    value.kind === 'string' || value.kind === 'fieldref'
      ? { ...value, isCased: true }
      : wrongType('cased', value, 'a string'),
};

/** Tests presence only. */
export const exists: Modifier = {
  name: 'exists',
  summary: 'The field is there (true) or not (false), whatever its value.',
  scope: 'value',
  conflictsWith: ['*'],
  apply: (value) =>
    value.kind === 'boolean'
      ? { kind: 'exists', isExpected: value.value }
      : wrongType('exists', value, 'true or false'),
};

/** Compares with another field of the event. */
export const fieldref: Modifier = {
  name: 'fieldref',
  summary: 'The value names another field: both are there and equal (or contain, begin, end so).',
  scope: 'value',
  conflictsWith: ['cidr', 're'],
  apply: toFieldReference,
};

function toFieldReference(value: SigmaValue): Applied {
  const isUnchanged = value.kind === 'string' && value.raw !== undefined;
  const isCased = value.kind === 'string' && value.isCased === true;
  const other = plainText(value);
  if (!isUnchanged || other === undefined || other === '') {
    return wrongType(
      'fieldref',
      value,
      'the name of a field, without wildcards, as the first modifier',
    );
  }
  return { kind: 'fieldref', other, relation: 'equals', ...(isCased ? { isCased: true } : {}) };
}
