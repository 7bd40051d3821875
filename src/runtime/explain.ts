// MatchExpr × event → the tests that decided what it says, in the rule's own words.

import type { FieldReader, MatchExpr, WrittenTest } from './expr.ts';
import { interpret } from './interpret.ts';
import { type Leaf, leavesOfQuestion, writtenValues } from './question.ts';
import { testValue } from './test-value.ts';

/** A test that decided. */
export interface DecidingTest {
  /** Search identifier it stands in; empty for a test outside any. */
  readonly selection: string;
  /** Undefined for a keyword. */
  readonly field: string | undefined;
  readonly modifier: string;
  /** As written. Where the test does not hold and has several values, all that failed, as a list. */
  readonly ruleValue: WrittenTest['value'] | readonly WrittenTest['value'][];
  /** As the event has it; undefined = absent. */
  readonly eventValue: unknown;
  /** Of a match: true = it made the rule match; false = it stands under `not` and failed to prevent the match. */
  readonly holds: boolean;
  /** The value of the field that `ruleValue` names (`fieldref`). */
  readonly otherValue?: unknown;
}

/**
 * The tests that decided a match, each once; those that hold first, each part in the rule's order. Empty where the
 * expression does not hold. A node is decided by those of its items that have its own verdict, `not` by what stands
 * under it: so the verdict is the same whatever all other tests say.
 */
export function decidingTests(expr: MatchExpr, event: FieldReader): DecidingTest[] {
  const verdict = judge(expr, event, '');
  if (!verdict.holds) return [];
  const tests = new Map<string, DecidingTest>();
  for (const test of verdict.tests()) {
    const { selection, field, modifier, ruleValue, holds } = test;
    const key = JSON.stringify([holds, selection, field, modifier, ruleValue]);
    // A search identifier may stand in a condition twice.
    if (!tests.has(key)) tests.set(key, test);
  }
  const all = [...tests.values()];
  return [...all.filter(({ holds }) => holds), ...all.filter(({ holds }) => !holds)];
}

/** What a node says, and, made only where it is asked for, why. */
interface Verdict {
  readonly holds: boolean;
  readonly tests: () => readonly DecidingTest[];
}

/** Each test is made once: a network is dear to parse. */
function judge(expr: MatchExpr, event: FieldReader, selection: string): Verdict {
  const leaves = leavesOfQuestion(expr);
  if (leaves !== undefined) return answer(expr, leaves, event, selection);
  switch (expr.kind) {
    case 'named':
      return judge(expr.item, event, expr.name);
    case 'not': {
      const { holds, tests } = judge(expr.item, event, selection);
      return { holds: !holds, tests };
    }
    case 'all':
      return count(expr.items, expr.items.length, event, selection);
    case 'any':
      return count(expr.items, 1, event, selection);
    case 'atLeast':
      return count(expr.items, expr.count, event, selection);
    default:
      return answer(expr, [expr], event, selection);
  }
}

/** At least `bar` of the items: decided by those that have the verdict of the whole. */
function count(
  items: readonly MatchExpr[],
  bar: number,
  event: FieldReader,
  selection: string,
): Verdict {
  const verdicts = items.map((item) => judge(item, event, selection));
  const holds = verdicts.filter((one) => one.holds).length >= bar;
  const tests = () => verdicts.flatMap((one) => (one.holds === holds ? one.tests() : []));
  return { holds, tests };
}

/** Of a question that holds each value that does; of one that does not, one test with the values that do not. */
function answer(
  expr: MatchExpr,
  leaves: readonly Leaf[],
  event: FieldReader,
  selection: string,
): Verdict {
  const held = leaves.filter((leaf) => interpret(leaf, event));
  const holds = holdsBy(expr, held);
  const tests = () =>
    holds
      ? held.flatMap((leaf) => heldTest(leaf, event, selection))
      : failedTest(leaves, held, event, selection);
  return { holds, tests };
}

/** What the question says, told by what its tests said. */
function holdsBy(expr: MatchExpr, held: readonly MatchExpr[]): boolean {
  // Most often none does, and a question has no `not` in it.
  if (held.length === 0) return isTrueOfNothing(expr);
  if (expr.kind === 'all') return expr.items.every((item) => holdsBy(item, held));
  if (expr.kind === 'any') return expr.items.some((item) => holdsBy(item, held));
  return held.includes(expr);
}

/** A list of no values at all, where all are asked for. */
function isTrueOfNothing(expr: MatchExpr): boolean {
  return expr.kind === 'all' && expr.items.every(isTrueOfNothing);
}

function heldTest(leaf: Leaf, event: FieldReader, selection: string): readonly DecidingTest[] {
  if (leaf.written === undefined) return [];
  return [toTest(leaf, { ruleValue: leaf.written.value, holds: true, selection }, event)];
}

function failedTest(
  leaves: readonly Leaf[],
  held: readonly Leaf[],
  event: FieldReader,
  selection: string,
): readonly DecidingTest[] {
  const [first] = leaves;
  const heldValues = new Set(writtenValues(held));
  const failed = writtenValues(leaves).filter((value) => !heldValues.has(value));
  const [only] = failed;
  if (first === undefined || only === undefined) return [];
  const ruleValue = failed.length === 1 ? only : failed;
  return [toTest(first, { ruleValue, holds: false, selection }, event)];
}

function toTest(
  leaf: Leaf,
  { selection, ruleValue, holds }: Pick<DecidingTest, 'selection' | 'ruleValue' | 'holds'>,
  event: FieldReader,
): DecidingTest {
  const modifier = leaf.written?.modifier ?? '';
  if (leaf.kind === 'keyword') {
    const eventValue = [...event.leaves()].find((value) => testValue(leaf.test, value));
    return { selection, field: undefined, modifier, ruleValue, eventValue, holds };
  }
  const { field } = leaf;
  const test = { selection, field, modifier, ruleValue, eventValue: event.field(field), holds };
  return leaf.kind === 'fieldref' ? { ...test, otherValue: event.field(leaf.other) } : test;
}
