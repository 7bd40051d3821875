// What is wrong with a plan → words: where, what was found, what was expected.

/** A plan, or a part of it, is not what it should be. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
