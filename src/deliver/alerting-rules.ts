// Compiled rules and correlations → what alerts say of them, by id.

import { type LoadedRules, toFilterTarget } from '../alert/index.ts';
import type { RuleGuide } from '../model/index.ts';
import type { AlertingRule } from '../pipeline/index.ts';

/** What rules and correlations alike say of themselves. */
interface Told {
  readonly id: string;
  readonly guide: RuleGuide | undefined;
  readonly falsepositives: readonly string[];
  readonly isExperimental?: boolean;
}

/** The rules that are loaded, as far as people are told of them. */
export interface AlertingRuleset {
  readonly rules: readonly (Told & LoadedRules['rules'][number])[];
  readonly correlations: readonly (Told & LoadedRules['correlations'][number])[];
}

/** Made once: how a filter names a rule does not change while it is loaded. */
export function alertingRules(loaded: AlertingRuleset): ReadonlyMap<string, AlertingRule> {
  const all: readonly Told[] = [...loaded.rules, ...loaded.correlations];
  return new Map(
    all.map(({ id, guide, falsepositives, isExperimental = false }) => [
      id,
      { guide, falsepositives, isExperimental, filterTarget: toFilterTarget(id, loaded) },
    ]),
  );
}
