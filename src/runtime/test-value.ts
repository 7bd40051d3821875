// ValueTest × event value → does it hold? The definition; generated code calls the same predicates.

import { inCidr } from './cidr.ts';
import type { FieldRelation, Relation, TimePart, ValueTest } from './expr.ts';
import { foldCase } from './fold-case.ts';
import { globMatches } from './glob.ts';
import { globOf, networkOf, regexOf } from './ready-tests.ts';
import { regexMatches } from './regex.ts';
import { timePartOf } from './time-part.ts';
import { anyMember, numberOf, textOf } from './value-text.ts';

/** True if the test holds for the value, or for any member of an array. */
export function testValue(test: ValueTest, value: unknown): boolean {
  switch (test.op) {
    case 'number':
      return anyNumber(value, test.value, test.text);
    case 'compare':
      return compares(value, test.relation, test.value);
    case 'timePart':
      return hasTimePart(value, test.part, test.value);
    case 'null':
      return isNull(value);
    case 'exists':
      return (value !== undefined) === test.isExpected;
    case 'any':
      return test.tests.some((inner) => testValue(inner, value));
    case 'regex': {
      const regex = regexOf(test);
      return anyCasedText(value, (text) => regexMatches(regex, text));
    }
    case 'cidr': {
      const network = networkOf(test);
      return anyCasedText(value, (text) => inCidr(network, text));
    }
    default: {
      // What values mostly are: no function is made to ask it.
      if (typeof value === 'string') {
        return testText(test, test.isCased === true ? value : foldCase(value));
      }
      const holds = (text: string) => testText(test, text);
      return test.isCased === true ? anyCasedText(value, holds) : anyText(value, holds);
    }
  }
}

/** Tests of a text, folded or not as the test says. */
export type TextTest = Extract<
  ValueTest,
  { op: 'equals' | 'contains' | 'startswith' | 'endswith' | 'glob' | 'oneOf' }
>;

function testText(test: TextTest, text: string): boolean {
  switch (test.op) {
    case 'glob':
      return globMatches(globOf(test), text);
    case 'oneOf':
      return test.texts.includes(text);
    default:
      return relates(test.op, text, test.text);
  }
}

function relates(relation: FieldRelation, text: string, other: string): boolean {
  switch (relation) {
    case 'equals':
      return text === other;
    case 'contains':
      return text.includes(other);
    case 'startswith':
      return text.startsWith(other);
    case 'endswith':
      return text.endsWith(other);
  }
}

/** True if the predicate holds for the folded text of the value or of any member. */
export function anyText(value: unknown, holds: (text: string) => boolean): boolean {
  if (typeof value === 'string') return holds(foldCase(value));
  return anyCasedText(value, (text) => holds(foldCase(text)));
}

/** True if the predicate holds for the text, as it is, of the value or of any member. */
export function anyCasedText(value: unknown, holds: (text: string) => boolean): boolean {
  if (value === undefined || value === null) return false;
  return anyMember(value, (member) => {
    const text = textOf(member);
    return text !== undefined && holds(text);
  });
}

/** True if the value, or any member, is the number: by its text first, then by what the text states. */
export function anyNumber(value: unknown, number: number, text: string): boolean {
  if (!Array.isArray(value)) return isNumber(value, number, text);
  return anyMember(value, (member) => isNumber(member, number, text));
}

function isNumber(value: unknown, number: number, text: string): boolean {
  return textOf(value) === text || numberOf(value) === number;
}

/** True if the value, or any member, states a number in that relation to `bound`. */
export function compares(value: unknown, relation: Relation, bound: number): boolean {
  return anyMember(value, (member) => {
    const number = numberOf(member);
    if (number === undefined) return false;
    if (relation === 'lt') return number < bound;
    if (relation === 'lte') return number <= bound;
    return relation === 'gt' ? number > bound : number >= bound;
  });
}

/** True if the value, or any member, is a date with that part. */
export function hasTimePart(value: unknown, part: TimePart, wanted: number): boolean {
  return anyMember(value, (member) => timePartOf(member, part) === wanted);
}

/** True for an absent field, JSON null, or an array with a null member. */
export function isNull(value: unknown): boolean {
  return anyMember(value, (member) => member === undefined || member === null);
}

/** True if the relation holds between some member of one value and some member of the other. */
export function fieldsRelate(
  value: unknown,
  other: unknown,
  relation: FieldRelation,
  isCased: boolean,
): boolean {
  const each = isCased ? anyCasedText : anyText;
  return each(other, (right) => each(value, (left) => relates(relation, left, right)));
}
