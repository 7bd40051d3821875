// lt, lte, gt, gte and the parts of a date: numbers against numbers.

import { type Relation, TIME_PARTS, type TimePart } from '../../runtime/index.ts';
import { type Modifier, wrongType } from './modifier.ts';

const RELATIONS: readonly (readonly [Relation, string])[] = [
  ['lt', 'less than'],
  ['lte', 'at most'],
  ['gt', 'greater than'],
  ['gte', 'at least'],
];
const PARTS: readonly string[] = TIME_PARTS;

/** Numeric comparisons: a field that states no number fails them. */
export const comparisons: readonly Modifier[] = RELATIONS.map(([name, words]) => ({
  name,
  summary: `The field states a number ${words} the value.`,
  scope: 'value',
  conflictsWith: [...PARTS, ...RELATIONS.map(([other]) => other).filter((other) => other !== name)],
  apply: (value) =>
    value.kind === 'number'
      ? { kind: 'compare', relation: name, value: value.value }
      : wrongType(name, value, 'a number'),
}));

/** Parts of a date, read as written: no time zone is applied. */
export const timeParts: readonly Modifier[] = TIME_PARTS.map((part) => timePart(part));

function timePart(part: TimePart): Modifier {
  return {
    name: part,
    summary: `The field is a date whose ${part}${part === 'week' ? ' (ISO 8601)' : ''} is the value.`,
    scope: 'value',
    conflictsWith: PARTS.filter((other) => other !== part),
    apply: (value) =>
      value.kind === 'number' && Number.isInteger(value.value)
        ? { kind: 'timePart', part, value: value.value }
        : wrongType(part, value, 'a whole number'),
  };
}
