// Publications × deaths → those that nothing excuses: only a death between publishing and `sent` may publish again.

import { alertsIn, tellingOf } from '../e2e/support/alerts.ts';
import type { Invocation, Stage } from './stage.ts';

/** How often an alert at a revision reached the subscriber. */
export interface Publication {
  /** Id and revision. */
  readonly telling: string;
  readonly count: number;
}

/** Each that came more often than deaths explain. */
export function publicationProblems(
  stage: Stage,
  published: readonly Publication[],
): readonly string[] {
  return published.flatMap(({ telling, count }) => {
    const excuses = stage.invocations.filter(
      (invocation) => isExcuse(invocation) && sentBy(stage, invocation).has(telling),
    );
    if (count - 1 <= excuses.length) return [];
    return [
      `alert ${telling} was published ${count} times; ${excuses.length} invocations died while they had it in hand`,
    ];
  });
}

/** How many alerts, at different revisions, a function asked SNS to publish. */
export function publishedBy(stage: Stage, name: Invocation['name']): number {
  const tellings = stage.invocations
    .filter((invocation) => invocation.name === name)
    .flatMap((invocation) => [...sentBy(stage, invocation)]);
  return new Set(tellings).size;
}

/** It died, or the state refused it to say that it had published. */
function isExcuse({ result }: Invocation): boolean {
  return result.kind === 'error' || result.logs.includes('state failed');
}

/** What it asked SNS to publish. */
function sentBy({ stack }: Stage, { sandboxId, from, to }: Invocation): ReadonlySet<string> {
  const calls = stack.aws.log.slice(from, to).filter((call) => call.sessionToken === sandboxId);
  const bodies = calls.flatMap(({ messages }) => messages).map((Body) => ({ Body }));
  return new Set(alertsIn(bodies).map(tellingOf));
}
