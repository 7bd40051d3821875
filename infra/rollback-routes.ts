// Rules that are deployed, and those of the working tree → the rules that a site's routes may name.

import type { AlertRouting } from '../src/alert/index.ts';

/** Context key, told by `synth --ruleset`: ids of the working tree's rules, between commas. */
export const RULES_HERE = 'sigma-lambda:rules-here';

/** With an earlier rule set also those of the working tree: a site's routes are of today, and hold again when it is. */
export function routableRules(deployed: ReadonlySet<string>, here: unknown): ReadonlySet<string> {
  return new Set([...deployed, ...(typeof here === 'string' ? here.split(',') : [])]);
}

/** One warning for each route of a rule that is not deployed. */
export function routeWarnings(
  routing: AlertRouting | undefined,
  deployed: ReadonlySet<string>,
): readonly string[] {
  const lost = [...(routing?.rules.keys() ?? [])].filter((id) => !deployed.has(id));
  return lost.map(
    (id) =>
      `routing.rules has ${JSON.stringify(id)}, which this rule set lacks: the route has no effect until a rule set with it is deployed`,
  );
}
