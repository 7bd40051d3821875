// The tests that decided a match → those that a finding shows: bounded, and the same for the same match.

import type { Finding, MatchedTest } from '../model/index.ts';
import { cutText, cutValue, MAX_VALUE_CHARACTERS, type ValueLimits } from './readable.ts';

/** Tests that are shown; the shipped rules have a dozen at most. */
const MAX_TESTS = 100;

/** UTF-16 units of JSON for all of them: with the rest of its evidence a match fits an item of a store (400 KB). */
const MAX_JSON_CHARACTERS = 65_536;

/** Tried in turn, until what is shown has room. */
const STEPS: readonly ValueLimits[] = [
  { characters: MAX_VALUE_CHARACTERS, members: 100 },
  { characters: 4_096, members: 20 },
  { characters: 1_024, members: 20 },
  { characters: 256, members: 5 },
];

/** Values of the rule that are shown of a test that no value of it passed. */
const MAX_RULE_VALUES = 20;

/**
 * The first tests, with values cut; what made the rule match comes first and is dropped last. Texts end in `…` where
 * they are cut. What is left out is counted.
 */
export function boundMatched(
  tests: readonly MatchedTest[],
): Pick<Finding, 'matched' | 'matchedLeftOut'> {
  const first = tests.slice(0, MAX_TESTS);
  const matched = fitTests(first);
  const matchedLeftOut = tests.length - matched.length;
  return { matched, ...(matchedLeftOut === 0 ? {} : { matchedLeftOut }) };
}

function fitTests(tests: readonly MatchedTest[]): readonly MatchedTest[] {
  let shown: readonly MatchedTest[] = [];
  for (const limits of STEPS) {
    shown = tests.map((test) => cutTest(test, limits));
    if (JSON.stringify(shown).length <= MAX_JSON_CHARACTERS) return shown;
  }
  let room = MAX_JSON_CHARACTERS;
  const end = shown.findIndex((test) => {
    room -= JSON.stringify(test).length + 1;
    return room < 0;
  });
  return end < 0 ? shown : shown.slice(0, end);
}

function cutTest(test: MatchedTest, limits: ValueLimits): MatchedTest {
  const { selection, field, modifier, ruleValue, eventValue, holds, otherValue } = test;
  const { characters } = limits;
  return {
    selection: cutText(selection, characters),
    field: field === undefined ? undefined : cutText(field, characters),
    modifier: cutText(modifier, characters),
    ...cutRuleValue(ruleValue, limits),
    eventValue: cutValue(eventValue, limits),
    ...(otherValue === undefined ? {} : { otherValue: cutValue(otherValue, limits) }),
    holds,
  };
}

function cutRuleValue(
  value: MatchedTest['ruleValue'],
  { characters, members }: ValueLimits,
): Pick<MatchedTest, 'ruleValue' | 'ruleValueCount'> {
  const cut = <T>(one: T): T | string => (typeof one === 'string' ? cutText(one, characters) : one);
  if (!isList(value)) return { ruleValue: cut(value) };
  const ruleValue = value.slice(0, Math.min(members, MAX_RULE_VALUES)).map(cut);
  return ruleValue.length < value.length
    ? { ruleValue, ruleValueCount: value.length }
    : { ruleValue };
}

/** `Array.isArray` does not narrow readonly arrays out of a union. */
function isList(
  value: MatchedTest['ruleValue'],
): value is Extract<MatchedTest['ruleValue'], readonly unknown[]> {
  return Array.isArray(value);
}
