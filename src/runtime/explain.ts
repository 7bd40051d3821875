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
  if (!interpret(expr, event)) return [];
  const tests = new Map<string, DecidingTest>();
  for (const test of decide(expr, event, '')) {
    const { selection, field, modifier, ruleValue, holds } = test;
    const key = JSON.stringify([holds, selection, field, modifier, ruleValue]);
    // A search identifier may stand in a condition twice.
    if (!tests.has(key)) tests.set(key, test);
  }
  const all = [...tests.values()];
  return [...all.filter(({ holds }) => holds), ...all.filter(({ holds }) => !holds)];
}

function decide(expr: MatchExpr, event: FieldReader, selection: string): readonly DecidingTest[] {
  const leaves = leavesOfQuestion(expr);
  if (leaves !== undefined) return answer(expr, leaves, event, selection);
  switch (expr.kind) {
    case 'named':
      return decide(expr.item, event, expr.name);
    case 'not':
      return decide(expr.item, event, selection);
    case 'all':
    case 'any':
    case 'atLeast': {
      const verdict = interpret(expr, event);
      return expr.items
        .filter((item) => interpret(item, event) === verdict)
        .flatMap((item) => decide(item, event, selection));
    }
    default:
      return [];
  }
}

/** Of a question that holds each value that does; of one that does not, one test with the values that do not. */
function answer(
  expr: MatchExpr,
  leaves: readonly Leaf[],
  event: FieldReader,
  selection: string,
): readonly DecidingTest[] {
  const held = leaves.filter((leaf) => interpret(leaf, event));
  if (interpret(expr, event)) {
    return held.flatMap((leaf) =>
      leaf.written === undefined
        ? []
        : [toTest(leaf, { ruleValue: leaf.written.value, holds: true, selection }, event)],
    );
  }
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
