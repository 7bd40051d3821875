// MatchExpr × event it matched → the tests that made it match, in the rule's own words.

import type { FieldReader, MatchExpr, WrittenTest } from './expr.ts';
import { interpret } from './interpret.ts';
import { testValue } from './test-value.ts';

/** A test that held, with the value it held against. */
export interface HeldTest {
  /** Search identifier it stands in; empty for a test outside any. */
  readonly selection: string;
  /** Undefined for a keyword. */
  readonly field: string | undefined;
  readonly modifier: string;
  readonly ruleValue: WrittenTest['value'];
  /** As the event has it; undefined = absent. */
  readonly eventValue: unknown;
}

/**
 * The tests that hold on the branches that hold, in the rule's order. What stands under `not` is left out:
 * it did not make the rule match, it failed to prevent it.
 */
export function heldTests(expr: MatchExpr, event: FieldReader, selection = ''): HeldTest[] {
  if (!interpret(expr, event)) return [];
  switch (expr.kind) {
    case 'all':
    case 'any':
    case 'atLeast':
      return expr.items.flatMap((item) => heldTests(item, event, selection));
    case 'not':
      return [];
    case 'named':
      return heldTests(expr.item, event, expr.name);
    case 'field':
      return toHeldTest(expr.field, expr.written, event.field(expr.field), selection);
    case 'fieldref':
      return toHeldTest(expr.field, expr.written, event.field(expr.field), selection);
    case 'keyword': {
      const leaf = [...event.leaves()].find((value) => testValue(expr.test, value));
      return toHeldTest(undefined, expr.written, leaf, selection);
    }
  }
}

function toHeldTest(
  field: string | undefined,
  written: WrittenTest | undefined,
  eventValue: unknown,
  selection: string,
): HeldTest[] {
  if (written === undefined) return [];
  return [{ selection, field, modifier: written.modifier, ruleValue: written.value, eventValue }];
}
