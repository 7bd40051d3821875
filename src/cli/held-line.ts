// A test that held → one line for people.

import { type MatchedTest, safeText } from '../model/index.ts';
import { safeValue } from './safe-text.ts';

/** `selection: Field|modifier "rule value" held for "event value"`, safe to print. */
export function heldLine({
  selection,
  field,
  modifier,
  ruleValue,
  eventValue,
}: MatchedTest): string {
  const test = [field ?? 'any field', modifier].filter((part) => part !== '').join('|');
  return `${safeText(`${selection}: ${test}`)} ${safeValue(ruleValue)} held for ${safeValue(eventValue)}`;
}
