// What a finding shows of the tests that decided: bounded in number and size, the same for the same match.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundMatched } from '../../src/finding/bound-matched.ts';
import type { MatchedTest } from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { eventValue, hostileText } from '../support/hostile.ts';

function aTest(parts: Partial<MatchedTest> = {}): MatchedTest {
  const base = { selection: 's', field: 'f', modifier: '', ruleValue: 'a', eventValue: 'a' };
  return { ...base, holds: true, ...parts };
}

test('a few tests of usual size are shown as they are', () => {
  const tests = [
    aTest(),
    aTest({ ruleValue: ['a', 1, null], eventValue: { b: ['c'] }, holds: false }),
    aTest({ otherValue: ['x'] }),
  ];
  assert.deepEqual(boundMatched(tests), { matched: tests });
});

test('more than 100 tests are cut behind the hundredth, and the others are counted', () => {
  const tests = Array.from({ length: 130 }, (_, index) => aTest({ ruleValue: index }));
  const { matched, matchedLeftOut } = boundMatched(tests);
  assert.deepEqual(matched, tests.slice(0, 100));
  assert.equal(matchedLeftOut, 30);
});

test('a long list of values is shown in part, with its length', () => {
  const ruleValue = Array.from({ length: 500 }, (_, index) => `x${index}`);
  const [shown] = boundMatched([aTest({ ruleValue, holds: false })]).matched;
  assert.deepEqual([shown?.ruleValue, shown?.ruleValueCount], [ruleValue.slice(0, 20), 500]);
});

test('one command line that many tests read does not fill the finding', () => {
  const eventValue = 'x'.repeat(32_000);
  const { matched, matchedLeftOut } = boundMatched(
    Array.from({ length: 40 }, () => aTest({ eventValue })),
  );
  assert.equal(matchedLeftOut, undefined);
  assert.equal(matched[0]?.eventValue, `${'x'.repeat(1_024)}…`);
});

test('an object that is too long is shown as the beginning of its JSON', () => {
  const [shown] = boundMatched([aTest({ eventValue: { a: 'x'.repeat(100_000) } })]).matched;
  assert.match(String(shown?.eventValue), /^\{"a":"x{9}.*…$/);
});

test('a text is never cut inside a character', () => {
  const [shown] = boundMatched([aTest({ eventValue: `x${'😀'.repeat(50_000)}` })]).matched;
  assert.match(String(shown?.eventValue), /^x(?:😀)+…$/u);
});

test('whatever the rule and the event say, it is at most 64 Ki characters, and nothing goes uncounted', () => {
  const long = fc.oneof(
    hostileText,
    fc.nat({ max: 70_000 }).map((length) => '\u0000'.repeat(length)),
  );
  const value = fc.oneof(eventValue, long, fc.array(fc.dictionary(long, long, { maxKeys: 3 })));
  const tests = fc.array(
    fc.record({
      selection: long,
      field: fc.option(long, { nil: undefined }),
      modifier: hostileText,
      ruleValue: fc.oneof(long, fc.array(long, { maxLength: 30 })),
      eventValue: value,
      otherValue: value,
      holds: fc.boolean(),
    }),
    { maxLength: 110 },
  );
  const property = fc.property(tests, (all) => {
    const { matched, matchedLeftOut = 0 } = boundMatched(all);
    assert.ok(JSON.stringify(matched).length <= 65_536);
    assert.equal(matched.length + matchedLeftOut, all.length);
    assert.equal(matched.length > 0, all.length > 0);
  });
  check(property, 25);
});
