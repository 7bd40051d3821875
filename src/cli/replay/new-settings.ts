// A plan and options → the settings of a new run.

import { createHash, randomBytes } from 'node:crypto';
import type { OpenedPlan } from '../../adapters/local/index.ts';
import type { RunSettings } from '../../replay/index.ts';
import type { Placeholders } from '../../sigma/index.ts';
import { rulesetOf } from '../rule-pack.ts';

/** What names the rules of a run. */
export interface RulesetFlags {
  readonly rules: readonly string[];
  readonly mapSecurityEvents?: boolean;
}

/** What a run is known by, beside its plan and rules. */
export interface RunTerms {
  readonly isPaging: boolean;
  /** Where findings are kept. @default in the folder of the run alone */
  readonly stateTable?: string | undefined;
  readonly nowMs: number;
}

/** Names the rules with all that changes what they find: values of placeholders make other rules. */
export async function rulesetFor(
  { rules, mapSecurityEvents }: RulesetFlags,
  placeholders: Placeholders,
): Promise<string> {
  const own = await rulesetOf(rules);
  const values = JSON.stringify([...placeholders]);
  const hash = createHash('sha256').update(values).digest('hex');
  const filled = placeholders.size === 0 ? own : `${own}+placeholders ${hash}`;
  return mapSecurityEvents === true ? `${filled}+security` : filled;
}

/** With an id of its own. */
export function newSettings(
  { plan }: OpenedPlan,
  ruleset: string,
  { isPaging, stateTable, nowMs }: RunTerms,
): RunSettings {
  const text = JSON.stringify([plan.id, ruleset, nowMs, randomBytes(8).toString('hex')]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return {
    id: `r1_${hash.slice(0, 27)}`,
    plan: plan.id,
    ruleset,
    isPaging,
    ...(stateTable === undefined ? {} : { stateTable }),
    started: new Date(nowMs).toISOString(),
  };
}
