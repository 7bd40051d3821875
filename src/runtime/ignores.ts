// MatchExpr × an event that states some fields → does it say the same where the log leaves these blank?

import type { FieldReader, MatchExpr, ValueTest } from './expr.ts';
import { testValue } from './test-value.ts';

/** Says of a field whether it is one of those that the event states. */
export type IsStated = (field: string) => boolean;

/** The ways in which logs say nothing. */
const BLANKS: readonly unknown[] = [undefined, null, '', ' ', '-', {}, []];

/** What a test says of all blanks; mixed = it tells one from another. */
type BlankVerdict = boolean | 'mixed';

const blankVerdicts = new WeakMap<ValueTest, BlankVerdict>();

/**
 * True if each test of a stated field says what it says of a blank: then the expression's verdict is the same with
 * these fields and without, whatever the others are. False proves nothing.
 */
export function ignores(expr: MatchExpr, event: FieldReader, isStated: IsStated): boolean {
  switch (expr.kind) {
    case 'all':
    case 'any':
    case 'atLeast':
      return expr.items.every((item) => ignores(item, event, isStated));
    case 'not':
    case 'named':
      return ignores(expr.item, event, isStated);
    case 'field': {
      const { field, test } = expr;
      return !isStated(field) || testValue(test, event.field(field)) === verdictOfBlanks(test);
    }
    case 'keyword':
      return true;
    case 'fieldref':
      return !isStated(expr.field) && !isStated(expr.other);
  }
}

function verdictOfBlanks(test: ValueTest): BlankVerdict {
  const known = blankVerdicts.get(test);
  if (known !== undefined) return known;
  const verdicts = new Set(BLANKS.map((blank) => testValue(test, blank)));
  const [only] = verdicts;
  const verdict = verdicts.size === 1 && only !== undefined ? only : 'mixed';
  blankVerdicts.set(test, verdict);
  return verdict;
}
