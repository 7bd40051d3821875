// A test that decided → one line for people.

import { type MatchedTest, safeText } from '../model/index.ts';
import { number } from './plural.ts';
import { safeValue } from './safe-text.ts';

/** Values of a list that are shown; the data has more. */
const SHOWN_VALUES = 3;

/**
 * `selection: Field|modifier rule value held for event value`, safe to print. Of a test that did not hold:
 * `filter: Field one, two or three did not hold for event value`.
 */
export function heldLine(test: MatchedTest): string {
  const { selection, field, modifier, eventValue, otherValue, holds } = test;
  const key = [field ?? 'any field', modifier].filter((part) => part !== '').join('|');
  const compared = otherValue === undefined ? '' : ` (${safeValue(otherValue)})`;
  const verdict = holds ? 'held for' : 'did not hold for';
  return `${safeText(`${selection}: ${key}`)} ${ruleText(test)}${compared} ${verdict} ${safeValue(eventValue)}`;
}

function ruleText({ ruleValue, ruleValueCount }: MatchedTest): string {
  if (!Array.isArray(ruleValue)) return safeValue(ruleValue);
  const shown = ruleValue.slice(0, SHOWN_VALUES).map(safeValue);
  const more = (ruleValueCount ?? ruleValue.length) - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${number(more)} more`;
  return `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
