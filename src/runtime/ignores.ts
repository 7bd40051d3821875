// MatchExpr × an event that states some fields → does it say the same where the log leaves these blank?

import type { FieldReader, MatchExpr, ValueTest } from './expr.ts';
import { testValue } from './test-value.ts';

/** Says of a field whether it is one of those that the event states. */
export type IsStated = (field: string) => boolean;

/** The ways in which logs say nothing. */
const BLANKS: readonly unknown[] = [undefined, null, '', ' ', '-', {}, []];

/** Values that are remembered of each field. */
const MAX_REMEMBERED = 200;
const MAX_REMEMBERED_CHARACTERS = 100;

/** What a test says of all blanks; mixed = it tells one from another. */
type BlankVerdict = boolean | 'mixed';

const blankVerdicts = new WeakMap<ValueTest, BlankVerdict>();

/** A test of a stated field, and what it says of every blank. */
interface StatedTest {
  readonly field: string;
  readonly test: ValueTest;
  readonly verdict: boolean;
}

/**
 * For events that state these fields: true where each test of one says what it says of a blank. Then the expression's verdict
 * is the same with these fields and without, whatever the others are. False proves nothing.
 */
export function ignoring(expr: MatchExpr, isStated: IsStated): (event: FieldReader) => boolean {
  const tests: StatedTest[] = [];
  if (!gather(expr, isStated, tests)) return () => false;
  const fields = [...new Set(tests.map(({ field }) => field))].map((field) => ({
    field,
    holds: remembered(tests.filter((one) => one.field === field)),
  }));
  return (event) => fields.every(({ field, holds }) => holds(event.field(field)));
}

/** Whether tests of one field say so, remembered for short texts: the same programs start all day. */
function remembered(tests: readonly StatedTest[]): (value: unknown) => boolean {
  const answers = new Map<string, boolean>();
  const holds = (value: unknown) =>
    tests.every(({ test, verdict }) => testValue(test, value) === verdict);
  return (value) => {
    if (typeof value !== 'string' || value.length > MAX_REMEMBERED_CHARACTERS) return holds(value);
    const known = answers.get(value);
    if (known !== undefined) return known;
    const answer = holds(value);
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    answers.set(value, answer);
    return answer;
  };
}

/** Gathers the tests of stated fields; false where the fields matter whatever they are. */
function gather(expr: MatchExpr, isStated: IsStated, tests: StatedTest[]): boolean {
  switch (expr.kind) {
    case 'all':
    case 'any':
    case 'atLeast':
      return expr.items.every((item) => gather(item, isStated, tests));
    case 'not':
    case 'named':
      return gather(expr.item, isStated, tests);
    case 'field': {
      const { field, test } = expr;
      if (!isStated(field)) return true;
      const verdict = verdictOfBlanks(test);
      if (verdict === 'mixed') return false;
      tests.push({ field, test, verdict });
      return true;
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
