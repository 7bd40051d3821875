// A command that deploys as tests do: what was begun is ended in the reverse order, also after an error.

import type { Owner } from '../e2e/support/deploy.ts';

/** Runs the work, and then ends what it began. */
export async function withOwner<T>(work: (owner: Owner) => Promise<T>): Promise<T> {
  const ends: (() => Promise<void>)[] = [];
  try {
    return await work({ after: (end) => void ends.unshift(end) });
  } finally {
    for (const end of ends) await end();
  }
}
