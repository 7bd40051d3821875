// What is about to be published → kept first, so that what a message tells of can be looked up.

import type { PublishOutcome } from '../ports/index.ts';
import type { Sendable } from './sendable.ts';

/** What could not be kept: then nothing is published of it, and it stays due. */
export type KeepFailure = Extract<PublishOutcome, { readonly kind: 'failed' }>;

/**
 * Keeps them: one answer for each, in the order given; undefined = kept, by this call or an earlier one. Never rejects for
 * what a store answers.
 */
export type KeepRevisions = (
  sendables: readonly Sendable[],
) => Promise<readonly (KeepFailure | undefined)[]>;

/** Which of them may be published, and what keeps the others from it. Without a keeper all may. */
export async function keepFirst(
  sendables: readonly Sendable[],
  keep: KeepRevisions | undefined,
): Promise<{ readonly kept: readonly Sendable[]; readonly failures: readonly KeepFailure[] }> {
  if (keep === undefined || sendables.length === 0) return { kept: sendables, failures: [] };
  const answers = await keep(sendables);
  return {
    kept: sendables.filter((_, index) => answers[index] === undefined),
    failures: answers.filter((answer) => answer !== undefined),
  };
}
