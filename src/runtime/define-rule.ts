// What a generated module says of a rule → the object the pipeline runs.

import { type DecidingTest, decidingTests } from './explain.ts';
import type { FieldReader, MatchExpr } from './expr.ts';
import { type Foresight, foresee, type IsOpen } from './foresee.ts';
import { type IsStated, ignoring } from './ignores.ts';

/** Decides a match; generated, or the interpreter bound to an expression. */
export type Matcher = (event: FieldReader) => boolean;

/** A rule that can run and explain itself. */
export type RunnableRule<Meta> = Meta & {
  matches(event: FieldReader): boolean;
  explain(event: FieldReader): DecidingTest[];
  foresee(event: FieldReader, isOpen: IsOpen): Foresight;
  ignoring(isStated: IsStated): (event: FieldReader) => boolean;
};

/** A filter that can run. */
export type RunnableFilter<Meta> = Meta & {
  keeps(event: FieldReader): boolean;
  ignoring(isStated: IsStated): (event: FieldReader) => boolean;
};

/** Joins a rule's metadata, its expression (for explanations) and its matcher (for speed). */
export function defineRule<Meta extends object>(
  meta: Meta,
  expr: MatchExpr,
  matcher: Matcher,
): RunnableRule<Meta> {
  return {
    ...meta,
    matches: matcher,
    explain: (event) => decidingTests(expr, event),
    foresee: (event, isOpen) => foresee(expr, event, isOpen),
    ignoring: (isStated) => ignoring(expr, isStated),
  };
}

/** The same for a filter. */
export function defineFilter<Meta extends object>(
  meta: Meta,
  expr: MatchExpr,
  matcher: Matcher,
): RunnableFilter<Meta> {
  return {
    ...meta,
    keeps: matcher,
    ignoring: (isStated) => ignoring(expr, isStated),
  };
}
