// Publications × deaths → those that nothing excuses: only a death between publishing and `sent` may publish again.

import type { Invocation, Stage } from './stage.ts';

/** How often a finding reached the subscriber. */
export interface Publication {
  readonly id: string;
  readonly count: number;
}

/** Each finding that came more often than deaths explain. */
export function publicationProblems(
  stage: Stage,
  published: readonly Publication[],
): readonly string[] {
  return published.flatMap(({ id, count }) => {
    const excuses = stage.invocations.filter(
      (invocation) => isExcuse(invocation) && sentBy(stage, invocation).has(id),
    );
    if (count - 1 <= excuses.length) return [];
    return [
      `finding ${id} was published ${count} times; ${excuses.length} invocations died while they had it in hand`,
    ];
  });
}

/** How many findings a function asked SNS to publish. */
export function publishedBy(stage: Stage, name: Invocation['name']): number {
  const ids = stage.invocations
    .filter((invocation) => invocation.name === name)
    .flatMap((invocation) => [...sentBy(stage, invocation)]);
  return new Set(ids).size;
}

/** It died, or the state refused it to say that it had published. */
function isExcuse({ result }: Invocation): boolean {
  return result.kind === 'error' || result.logs.includes('state failed');
}

/** What it asked SNS to publish. */
function sentBy({ stack }: Stage, { sandboxId, from, to }: Invocation): ReadonlySet<string> {
  const calls = stack.aws.log.slice(from, to).filter((call) => call.sessionToken === sandboxId);
  return new Set(
    calls.flatMap(({ messages }) => messages).map((text): string => JSON.parse(text).id),
  );
}
