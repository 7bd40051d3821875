// ValueTest × event value → does it hold? The definition; generated code calls the same predicates.

import { inCidr, toCidr } from './cidr.ts';
import type { ValueTest } from './expr.ts';
import { foldCase } from './fold-case.ts';
import { globMatches, toGlob } from './glob.ts';
import { anyMember, numberOf, textOf } from './value-text.ts';

/** True if the test holds for the value, or for any member of an array. */
export function testValue(test: ValueTest, value: unknown): boolean {
  switch (test.op) {
    case 'equals':
      return anyText(value, (text) => text === test.text);
    case 'contains':
      return anyText(value, (text) => text.includes(test.text));
    case 'startswith':
      return anyText(value, (text) => text.startsWith(test.text));
    case 'endswith':
      return anyText(value, (text) => text.endsWith(test.text));
    case 'glob': {
      const glob = toGlob(test.parts);
      return anyText(value, (text) => globMatches(glob, text));
    }
    case 'number':
      return anyNumber(value, test.value, test.text);
    case 'null':
      return isNull(value);
    case 'cidr': {
      const network = toCidr(test.network);
      return anyText(value, (text) => inCidr(network, text));
    }
    case 'oneOf':
      return anyText(value, (text) => test.texts.includes(text));
    case 'any':
      return test.tests.some((inner) => testValue(inner, value));
  }
}

/** True if the predicate holds for the folded text of the value or of any member. */
export function anyText(value: unknown, holds: (text: string) => boolean): boolean {
  if (typeof value === 'string') return holds(foldCase(value));
  if (value === undefined || value === null) return false;
  return anyMember(value, (member) => {
    const text = textOf(member);
    return text !== undefined && holds(foldCase(text));
  });
}

/** True if the value, or any member, is the number: by its text first, then by what the text states. */
export function anyNumber(value: unknown, number: number, text: string): boolean {
  return anyMember(value, (member) => textOf(member) === text || numberOf(member) === number);
}

/** True for an absent field, JSON null, or an array with a null member. */
export function isNull(value: unknown): boolean {
  return anyMember(value, (member) => member === undefined || member === null);
}
